package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;

/// Small datapaths by hand.
final class Designs {
  static final EmitOptions OPTIONS = new EmitOptions("Intaglio test", List.of(), 4);

  private Designs() {}

  /// A kernel whose cells are given by operator and interval; a register adds a stage.
  static final class KernelBuilder {
    private final List<Cell> cells = new ArrayList<>();

    int cell(String name, CellOp op, long lo, long hi, int stage) {
      cells.add(new Cell(name, op, lo, hi, stage));
      return cells.size() - 1;
    }

    int register(int x) {
      Cell cell = cells.get(x);
      return cell(cell.name(), new CellOp.Register(x), cell.lo(), cell.hi(), cell.stage() + 1);
    }

    Cell get(int index) {
      return cells.get(index);
    }

    /// The kernel with a register behind each output.
    Kernel registered(String name, List<Integer> outputs) {
      List<Integer> registers = outputs.stream().map(this::register).toList();
      int depth = cells.get(registers.get(0)).stage();
      return new Kernel(name, cells, registers, depth);
    }
  }

  /// Inputs registered, one layer with one instance, its result the output.
  static Datapath single(String name, Handshake handshake, List<IntType> inputs, Kernel kernel) {
    Bus x = new Bus("x", inputs, 1);
    List<IntType> types =
        kernel.outputs().stream().map(index -> kernel.cells().get(index).type()).toList();
    Bus result = new Bus("fc1", types, 1 + kernel.depth());
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      sources.add(new Source.Element("x", i));
    }
    List<Integer> outputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      outputs.add(i);
    }
    Layer layer =
        new Layer.Compute(
            result,
            "dense",
            kernel,
            List.of(new Instance(sources, outputs)),
            Origin.node("model.onnx", "fc1"));
    return new Datapath(
        name,
        5000,
        "fpga",
        handshake,
        List.of(x),
        List.of(layer),
        List.of("fc1"),
        result.stage(),
        1);
  }
}
