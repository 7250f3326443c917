package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.OnnxFile;
import io.intaglio.cli.TestModels;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.text.FxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProveCommandTest {
  @TempDir Path folder;

  private Path graph;

  @BeforeEach
  void lowerTheEncoder() {
    graph = folder.resolve("encoder.fx");
    Invocation.of("lower", TestModels.encoder(folder), "-o", graph).succeeded();
  }

  @Test
  void whatLowerWritesIsProven() {
    assertThat(Invocation.of("prove", graph).succeeded().out())
        .contains("2 certificates (17 channels, ", "hold");
  }

  @Test
  void aModelIsNoLoweredGraph() {
    Invocation.of("prove", folder.resolve("encoder.onnx"))
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("encoder.onnx: error: is no lowered graph", "`intaglio lower`");
  }

  static Stream<Named<BiConsumer<Tampering, String>>> numbers() {
    return Stream.of(
        Named.of("m", Tampering::multiplier),
        Named.of("b", Tampering::offset),
        Named.of("s", Tampering::shift));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void aWrongNumberOfARescaleIsCaughtAndNamed(BiConsumer<Tampering, String> tamper) {
    for (String value : List.of("hidden", "latents")) {
      Invocation.of("lower", folder.resolve("encoder.onnx"), "-o", graph).succeeded();
      tamper.accept(Tampering.of(graph), value);

      // A range that the operator now leaves is bad input; a rule that it breaks is a failed proof.
      Invocation proof = Invocation.of("prove", graph);
      boolean leaves = proof.err().contains("%" + value + ": element ");
      proof
          .refused(
              leaves ? Main.BAD_INPUT : Main.VERIFICATION_FAILED,
              leaves ? Code.IR_INVALID : Code.IR_CERTIFICATE)
          .saying(leaves ? "its operator makes" : "rescale '" + value + "' is not proven");
    }
  }

  @Test
  void aWrongStepOfAThresholdIsCaughtAndNamed() {
    Path model =
        new OnnxFile()
            .input("x", 1, 4)
            .quantized("q", "x", 0.25, 5)
            .constant("factor", List.of(4), 1, 0.3, -2, 0.7)
            .constant("offset", List.of(4), 0.1, -1, 0.75, 2)
            .node("Mul", "m", "q", "factor")
            .node("Add", "a", "m", "offset")
            .constant("one", List.of(), 1)
            .node("BipolarQuant", "y", "a", "one")
            .output("y")
            .write(folder.resolve("sign.onnx"));
    Path sign = folder.resolve("sign.fx");
    Invocation.of("lower", model, "-o", sign).succeeded();
    Invocation.of("prove", sign).succeeded();

    Tampering.of(sign).step("y");

    Invocation.of("prove", sign)
        .refused(Main.VERIFICATION_FAILED, Code.IR_CERTIFICATE)
        .saying("'y' is not proven");
  }

  @Test
  void everyChangedByteOfTheSideFileIsCaught() throws IOException {
    Path side = FxFiles.weights(graph);
    byte[] bytes = Files.readAllBytes(side);
    for (int at = 0; at < bytes.length; at += bytes.length / 16) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      Files.write(side, changed);
      Invocation.of("prove", graph).refused(Main.BAD_INPUT, Code.IR_TEXT).saying("encoder.fx");
    }
  }

  @Test
  void aMissingOrCutSideFileIsCaught() throws IOException {
    Path side = FxFiles.weights(graph);
    byte[] bytes = Files.readAllBytes(side);

    Files.write(side, new byte[0]);
    Invocation.of("prove", graph).refused(Main.BAD_INPUT, Code.IR_TEXT);
    Files.write(side, Arrays.copyOf(bytes, bytes.length - 1));
    Invocation.of("prove", graph).refused(Main.BAD_INPUT, Code.IR_TEXT);
    Files.delete(side);
    Invocation.of("prove", graph).refused(Main.BAD_INPUT, Code.IR_TEXT);
  }

  @Test
  void aFolderOfBuildIsProvenAndOneOfOthersRefused() throws IOException {
    Path made = folder.resolve("made");
    Invocation.of("build", graph, "--target", "verilog", "-o", made).succeeded();
    Invocation.of("prove", made).succeeded();

    Tampering.of(made.resolve("design.fx")).multiplier("latents");
    Invocation.of("prove", made).refused(Main.VERIFICATION_FAILED, Code.IR_CERTIFICATE);

    Path other = Files.createDirectory(folder.resolve("other"));
    Invocation.of("prove", other)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("is no folder made by `intaglio build`");
  }

  @Test
  void aFolderIsProvenOnlyAsItWasBuilt() throws IOException {
    Path made = folder.resolve("made");
    Invocation.of("build", graph, "--target", "verilog", "-o", made).succeeded();
    assertThat(Invocation.of("prove", made).succeeded().out()).contains("files are as they were");

    Path top = made.resolve("rtl").resolve("encoder.v");
    String verilog = Files.readString(top);
    Files.writeString(top, verilog.replaceFirst("<=", "<= ~"));
    Files.delete(made.resolve("report.html"));
    Invocation.of("prove", made)
        .refused(Main.VERIFICATION_FAILED, Code.VERIFY_FAILED)
        .saying(
            top + ": error: was changed after the build",
            made.resolve("report.html") + ": error: is missing");

    Invocation.of("build", graph, "--target", "verilog", "-o", folder.resolve("x")).succeeded();
    Files.writeString(top, verilog);
    Files.copy(folder.resolve("x").resolve("report.html"), made.resolve("report.html"));
    Invocation.of("prove", made).succeeded();
  }

  @Test
  void aGraphOfAFolderThatCannotBeReadIsNotProven() throws IOException {
    Path made = folder.resolve("made");
    Invocation.of("build", graph, "--target", "verilog", "-o", made).succeeded();
    Files.writeString(made.resolve("design.fx"), "intaglio fx 1 nonsense");

    Invocation.of("prove", made)
        .refused(Main.VERIFICATION_FAILED, Code.VERIFY_FAILED, Code.IR_TEXT)
        .saying("design.fx: error: was changed after the build");
  }

  @Test
  void aFolderWithAMarkerOfOthersIsRefused() throws IOException {
    Path made = folder.resolve("made");
    Invocation.of("build", graph, "--target", "verilog", "-o", made).succeeded();
    Files.writeString(made.resolve("intaglio.json"), "{}");

    for (String command : List.of("prove", "verify")) {
      Invocation.of(command, made)
          .refused(Main.BAD_INPUT, Code.USE_OPTION)
          .saying("intaglio.json: error: is not what `intaglio build` writes");
    }
  }
}
