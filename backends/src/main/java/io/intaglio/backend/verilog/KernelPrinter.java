package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Kernel;
import io.intaglio.rtl.Expr;
import io.intaglio.rtl.Item;
import io.intaglio.rtl.ModuleSpec;
import io.intaglio.rtl.NameScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The cells of a kernel as the body of a module, a section for each pipeline stage.
final class KernelPrinter {
  private KernelPrinter() {}

  /// Adds the body and returns what the kernel's outputs read.
  ///
  /// @param firstStage the design's stage in which the kernel's inputs are visible
  static List<Operand> print(
      Kernel kernel,
      int firstStage,
      List<Operand> inputs,
      Optional<Expr.Net> clock,
      Optional<Expr> enable,
      NameScope names,
      ModuleSpec.Builder module) {
    TablePrinter tables = new TablePrinter(names);
    CellPrinter cells = new CellPrinter(kernel.cells(), inputs, names, tables);
    List<Section> stages = Stream.generate(Section::new).limit(kernel.depth() + 1L).toList();
    for (int stage = 0; stage <= kernel.depth(); stage++) {
      for (int i = 0; i < kernel.cells().size(); i++) {
        if (kernel.cells().get(i).stage() == stage) {
          cells.print(i, firstStage + stage, stages.get(stage));
        }
      }
    }
    List<Item> functions = tables.functions();
    if (!functions.isEmpty()) {
      module.add(new Item.Banner("tables"));
      module.addAll(functions);
    }
    for (int stage = 0; stage <= kernel.depth(); stage++) {
      if (!stages.get(stage).isEmpty()) {
        module.add(new Item.Banner("stage " + (firstStage + stage)));
        module.addAll(stages.get(stage).items(clock, enable));
      }
    }
    List<Operand> outputs = new ArrayList<>();
    kernel.outputs().forEach(output -> outputs.add(cells.operand(output)));
    return outputs;
  }
}
