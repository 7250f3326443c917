package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.diag.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a design is made of and how fast it is. Counts are exact for the datapath; picoseconds are
/// the delay model's estimate.
///
/// @param inputRegisterBits the rank behind the input ports
/// @param validRegisterBits valid bits of the handshake, one a rank
/// @param latencyPicoseconds latency at the target clock
/// @param criticalPicoseconds the longest run from register to register, without the overhead
/// @param reachableClockPicoseconds the shortest clock period by the delay model
public record ResourceReport(
    List<LayerReport> layers,
    long inputRegisterBits,
    long validRegisterBits,
    int latencyCycles,
    long latencyPicoseconds,
    int criticalPicoseconds,
    int reachableClockPicoseconds) {
  public ResourceReport {
    layers = List.copyOf(layers);
  }

  /// One layer; counts are over all instances.
  ///
  /// @param firstStage the stage in which it reads
  /// @param lastStage the stage in which its result is visible
  /// @param cells how many of each kind, by the kind's name; wiring and constants are left out
  /// @param adders additions, subtractions and negations
  /// @param adderBits the bits that these carry over
  /// @param levels gates on the longest run that ends here, counted from the register before it
  /// @param criticalPicoseconds how long that run takes
  public record LayerReport(
      String value,
      String operator,
      Origin origin,
      int instances,
      int firstStage,
      int lastStage,
      SortedMap<String, Long> cells,
      long adders,
      long adderBits,
      long registerBits,
      int levels,
      int criticalPicoseconds) {
    public LayerReport {
      cells = Collections.unmodifiableSortedMap(new TreeMap<>(cells));
    }
  }

  public static ResourceReport of(Datapath datapath) {
    Timing timing = Timing.of(datapath);
    List<LayerReport> layers = new ArrayList<>();
    for (Layer layer : datapath.layers()) {
      layers.add(
          switch (layer) {
            case Layer.Compute compute -> compute(compute, timing.longest(layer));
            case Layer.Route route -> wires(layer, route.operator(), layer.result().stage(), 0);
            case Layer.Delay delay ->
                wires(
                    layer,
                    "Delay",
                    layer.result().stage() - delay.ranks(),
                    Math.multiplyExact((long) delay.ranks(), layer.result().bits()));
          });
    }
    int critical = timing.longest().picoseconds();
    return new ResourceReport(
        layers,
        datapath.inputs().stream().mapToLong(Bus::bits).sum(),
        datapath.handshake() == Handshake.NONE ? 0 : datapath.latency(),
        datapath.latency(),
        Math.multiplyExact((long) datapath.latency(), datapath.clockPicoseconds()),
        critical,
        critical + DelayModel.named(datapath.delayModel()).overheadPicoseconds());
  }

  /// Adders of all layers.
  public long adders() {
    return layers.stream().mapToLong(LayerReport::adders).sum();
  }

  /// All register bits: layers, inputs and valid bits.
  public long registerBits() {
    return layers.stream().mapToLong(LayerReport::registerBits).sum()
        + inputRegisterBits
        + validRegisterBits;
  }

  private static LayerReport wires(Layer layer, String operator, int first, long registerBits) {
    return new LayerReport(
        layer.result().value(),
        operator,
        layer.origin(),
        0,
        first,
        layer.result().stage(),
        new TreeMap<>(),
        0,
        0,
        registerBits,
        0,
        0);
  }

  private static LayerReport compute(Layer.Compute layer, Timing.Path path) {
    int instances = layer.instances().size();
    SortedMap<String, Long> cells = new TreeMap<>();
    long adders = 0;
    long adderBits = 0;
    long registerBits = 0;
    for (Cell cell : layer.kernel().cells()) {
      if (!cell.op().isWiring()) {
        cells.merge(cell.op().getClass().getSimpleName(), (long) instances, Long::sum);
      }
      int bits = cell.type().bits();
      switch (cell.op()) {
        case CellOp.Register _ -> registerBits += bits;
        case CellOp.Add(_, int shiftA, _, int shiftB) -> {
          adders++;
          adderBits += Math.max(1, bits - Math.max(shiftA, shiftB));
        }
        case CellOp.Subtract(_, _, _, int shiftB) -> {
          adders++;
          adderBits += Math.max(1, bits - shiftB);
        }
        case CellOp.Negate _ -> {
          adders++;
          adderBits += bits;
        }
        case CellOp.Input _, CellOp.Literal _, CellOp.ShiftLeft _, CellOp.ShiftRight _ -> {}
        case CellOp.RoundShift _, CellOp.Multiply _, CellOp.Clamp _, CellOp.Wrap _ -> {}
        case CellOp.AtLeast _, CellOp.AtMost _, CellOp.Greater _ -> {}
        case CellOp.Select _, CellOp.Table _ -> {}
      }
    }
    return new LayerReport(
        layer.result().value(),
        layer.operator(),
        layer.origin(),
        instances,
        layer.firstStage(),
        layer.result().stage(),
        cells,
        adders * instances,
        adderBits * instances,
        registerBits * instances,
        path.levels(),
        path.picoseconds());
  }
}
