package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Static timing of a datapath by its delay model: from register to register, through the borders
/// of layers.
///
/// Every instance of a kernel is taken to see its inputs as late as the latest instance does.
public final class Timing {
  private final DelayModel delays;
  private final Map<String, Path[]> arrivals = new HashMap<>();
  private final Map<String, Path> longest = new HashMap<>();

  private Timing(DelayModel delays) {
    this.delays = delays;
  }

  /// A run of gates behind a register: how long it takes, how many gates it has.
  public record Path(int picoseconds, int levels) implements Comparable<Path> {
    static final Path NONE = new Path(0, 0);

    Path through(int delay) {
      return delay == 0 ? this : new Path(Math.addExact(picoseconds, delay), levels + 1);
    }

    @Override
    public int compareTo(Path other) {
      int order = Integer.compare(picoseconds, other.picoseconds);
      return order != 0 ? order : Integer.compare(levels, other.levels);
    }

    Path later(Path other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  public static Timing of(Datapath datapath) {
    Timing timing = new Timing(DelayModel.named(datapath.delayModel()));
    for (Bus input : datapath.inputs()) {
      timing.arrivals.put(input.value(), timing.registered(input.elements().size()));
    }
    datapath.layers().forEach(timing::add);
    return timing;
  }

  /// The longest run that ends in a layer, from the register before it, in this layer or earlier.
  public Path longest(Layer layer) {
    return longest.getOrDefault(layer.result().value(), Path.NONE);
  }

  /// The longest run of the design.
  public Path longest() {
    return longest.values().stream().max(Path::compareTo).orElse(Path.NONE);
  }

  private Path[] registered(int count) {
    Path[] paths = new Path[count];
    Arrays.fill(paths, Path.NONE);
    return paths;
  }

  private void add(Layer layer) {
    int size = layer.result().elements().size();
    Path[] result = registered(size);
    switch (layer) {
      case Layer.Delay _ -> {}
      case Layer.Route route -> {
        for (int e = 0; e < size; e++) {
          result[e] = arrival(route.sources().get(e));
        }
      }
      case Layer.Compute compute -> {
        Path[] ends = ends(compute);
        List<Integer> outputs = compute.kernel().outputs();
        for (Instance instance : compute.instances()) {
          for (int o = 0; o < outputs.size(); o++) {
            result[instance.outputs().get(o)] = ends[outputs.get(o)];
          }
        }
        longest.put(
            layer.result().value(), Arrays.stream(ends).max(Path::compareTo).orElse(Path.NONE));
      }
    }
    arrivals.put(layer.result().value(), result);
  }

  private Path arrival(Source source) {
    return switch (source) {
      case Source.Fixed _ -> Path.NONE;
      case Source.Element(String value, int index) -> arrivals.get(value)[index];
    };
  }

  private Path[] ends(Layer.Compute layer) {
    Kernel kernel = layer.kernel();
    Path[] ends = registered(kernel.cells().size());
    for (int c = 0; c < ends.length; c++) {
      Cell cell = kernel.cells().get(c);
      Path start = Path.NONE;
      if (cell.op() instanceof CellOp.Input(int index)) {
        for (Instance instance : layer.instances()) {
          start = start.later(arrival(instance.inputs().get(index)));
        }
      } else if (!(cell.op() instanceof CellOp.Register)) {
        for (int operand : cell.op().operands()) {
          start = start.later(ends[operand]);
        }
      }
      ends[c] = start.through(delays.picoseconds(cell, kernel.cells()));
    }
    return ends;
  }
}
