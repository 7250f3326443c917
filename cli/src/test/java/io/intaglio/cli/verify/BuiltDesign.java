package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.backend.Artifact;
import io.intaglio.backend.hardware.DelayModel;
import io.intaglio.backend.hardware.ParallelPlanner;
import io.intaglio.backend.hardware.PlanOptions;
import io.intaglio.backend.verilog.EmitOptions;
import io.intaglio.backend.verilog.VerilogBackend;
import io.intaglio.cli.tool.ToolFinder;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model file built as the command line does: imported, lowered, planned, printed to a folder.
record BuiltDesign(Certified network, Datapath datapath, Path folder) {
  static Certified lower(Path model, String inputFormat) {
    return lower(model, LoweringOptions.of(InputFormat.parse(inputFormat)));
  }

  static Certified lower(Path model, LoweringOptions options) {
    return Lowering.lower(Importer.read(model, ImportOptions.DEFAULT), options);
  }

  static BuiltDesign of(Certified network, Handshake handshake, Path folder) throws IOException {
    Datapath datapath =
        ParallelPlanner.plan(
            network.boundary().graph(), new PlanOptions("net", 5_000, DelayModel.FPGA, handshake));
    for (Artifact artifact :
        VerilogBackend.emit(datapath, new EmitOptions("Intaglio", List.of(), 1))) {
      Path file = folder.resolve(artifact.path());
      Files.createDirectories(file.getParent());
      Files.writeString(file, artifact.text());
    }
    return new BuiltDesign(network, datapath, folder);
  }

  /// The encoder that the project trained itself.
  static Path encoder() {
    return Path.of(System.getProperty("intaglio.root"), "examples", "econ-encoder", "encoder.onnx");
  }

  /// Plants a fault in the emitted text: the first match of `pattern`, which there must be.
  BuiltDesign edit(String module, String pattern, String replacement) throws IOException {
    Path file = folder.resolve("rtl").resolve(module + ".v");
    String text = Files.readString(file);
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
    Files.writeString(file, matcher.replaceFirst(replacement));
    return this;
  }

  /// Makes every register of a module a wire.
  BuiltDesign withoutRegisters(String module) throws IOException {
    Path file = folder.resolve("rtl").resolve(module + ".v");
    String text = Files.readString(file);
    assertThat(text).contains("always @(posedge clk)", "if (en)", " <= ");
    Files.writeString(
        file,
        text.replace("always @(posedge clk)", "always @*")
            .replace("if (en)", "if (1'b1)")
            .replace(" <= ", " = "));
    return this;
  }

  /// Lets everything that reads the module's first register read what the register loads.
  BuiltDesign withoutFirstRegister(String module) throws IOException {
    Path file = folder.resolve("rtl").resolve(module + ".v");
    String text = Files.readString(file);
    Matcher load = Pattern.compile("(\\w+) <= (\\w+);").matcher(text);
    assertThat(load.find()).isTrue();
    String after = text.substring(load.end());
    assertThat(after).containsPattern("\\b" + load.group(1) + "\\b");
    Files.writeString(
        file,
        text.substring(0, load.end())
            + after.replaceAll("\\b" + load.group(1) + "\\b", load.group(2)));
    return this;
  }

  Verification verify(VerifyOptions options) {
    return new RtlVerifier(ToolFinder.onPath())
        .verify(datapath, network, Design.read(folder), options);
  }
}
