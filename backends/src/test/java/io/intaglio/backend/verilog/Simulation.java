package io.intaglio.backend.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.backend.Artifact;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.DatapathChecker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Emits a design with its vectors into a folder and runs its own test bench there.
final class Simulation {
  private final Path folder;
  private final String top;

  /// @param inputs codes of the input ports, as [VectorWriter] takes them
  /// @param outputs codes that the output ports must show
  Simulation(Path folder, Datapath design, int samples, long[][] inputs, long[][] outputs) {
    assertThat(DatapathChecker.check(design)).isEmpty();
    this.folder = folder;
    this.top = design.name();
    List<Artifact> artifacts =
        new ArrayList<>(
            VerilogBackend.emit(design, new EmitOptions("Intaglio test", List.of(), samples)));
    artifacts.add(VectorWriter.stimulus(design, samples, inputs));
    artifacts.add(VectorWriter.expected(design, samples, outputs));
    Tools.write(folder, artifacts);
  }

  void lintAndCheck() {
    Tools.lint(folder, top);
    Tools.yosysCheck(folder, top);
  }

  /// The last line of the test bench under Icarus.
  String icarus(int seed) {
    String bench = "tb/" + top + "_tb.v";
    String compiled =
        Tools.run(
            folder,
            "iverilog",
            "-g2005",
            "-Wall",
            "-y",
            "rtl",
            "-s",
            top + "_tb",
            "-o",
            "tb.vvp",
            bench);
    assertThat(compiled.strip()).isEmpty();
    return Tools.run(folder, "vvp", "-n", "tb.vvp", "+seed=" + seed).strip();
  }

  /// The same under Verilator; the bench is built once.
  String verilator(int seed) {
    if (!folder.resolve("obj/simulate").toFile().exists()) {
      Tools.run(
          folder,
          "verilator",
          "--binary",
          "--timing",
          "-Wno-fatal",
          "-y",
          "rtl",
          "--top-module",
          top + "_tb",
          "--Mdir",
          "obj",
          "-o",
          "simulate",
          "-MAKEFLAGS",
          "OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0",
          "tb/" + top + "_tb.v");
    }
    return Tools.run(folder, "obj/simulate", "+seed=" + seed).strip();
  }

  /// Codes of each port out of the rows of all their elements.
  static long[][] byPort(List<Bus> ports, List<long[]> rows) {
    long[][] codes = new long[ports.size()][];
    int from = 0;
    for (int p = 0; p < codes.length; p++) {
      int elements = ports.get(p).elements().size();
      codes[p] = new long[elements * rows.size()];
      for (int row = 0; row < rows.size(); row++) {
        System.arraycopy(rows.get(row), from, codes[p], row * elements, elements);
      }
      from += elements;
    }
    return codes;
  }
}
