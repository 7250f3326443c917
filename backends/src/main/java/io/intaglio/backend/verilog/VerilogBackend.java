package io.intaglio.backend.verilog;

import io.intaglio.backend.Artifact;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.rtl.ModuleSpec;
import io.intaglio.rtl.VerilogWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prints a datapath: `rtl/*.v`, one module a file, the top module named after the design; a test
/// bench `tb/<top>_tb.v`, whose vectors are [VectorWriter]'s; `taps.json`; `constraints/`; and
/// `scripts/`.
///
/// The same datapath and options give the same bytes. A datapath that breaks the rules of its form
/// is our mistake and ends in an `IllegalArgumentException`.
public final class VerilogBackend {
  private VerilogBackend() {}

  /// All files of the design, the top module first.
  public static List<Artifact> emit(Datapath design, EmitOptions options) {
    DesignNames names = new DesignNames(design);
    Headers headers = new Headers(design, options);
    List<Artifact> artifacts = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    for (ModuleSpec module : modules(design, names, headers)) {
      String path = "rtl/" + module.name() + ".v";
      sources.add(path);
      artifacts.add(new Artifact(path, VerilogWriter.write(module)));
    }
    artifacts.add(new TestBench(design, names, headers, options.vectors()).artifact());
    artifacts.add(new Taps(design, names).artifact());
    artifacts.addAll(new ToolScripts(design, names, headers, sources).artifacts());
    return List.copyOf(artifacts);
  }

  private static List<ModuleSpec> modules(Datapath design, DesignNames names, Headers headers) {
    LayerPrinter printer =
        new LayerPrinter(names, headers, design.handshake() == Handshake.VALID_READY);
    Map<String, LayerPrinter.Printed> printed = new LinkedHashMap<>();
    List<ModuleSpec> modules = new ArrayList<>();
    for (Layer layer : design.layers()) {
      if (layer instanceof Layer.Compute compute && compute.result().bits() > 0) {
        LayerPrinter.Printed module = printer.print(compute);
        printed.put(compute.result().value(), module);
        modules.add(module.module());
        module.kernel().ifPresent(modules::add);
      }
    }
    modules.addFirst(new TopPrinter(design, names, headers, printed).print());
    return modules;
  }
}
