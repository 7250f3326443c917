package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.OnnxFile;
import io.intaglio.cli.WeightsFile;
import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.array.ElementType;
import io.intaglio.cli.array.NdArray;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A network without quantizers: what can be done with it, and what is refused.
class FloatNetworkTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    byte[] file =
        new OnnxFile()
            .input("x", 1, 2)
            .constant("w", List.of(2, 2), 0.5, 0.25, -0.75, 3)
            .node("MatMul", "m", "x", "w")
            .node("Relu", "y", "m")
            .output("y")
            .bytes();
    model = Files.write(folder.resolve("float.onnx"), file);
  }

  private Path data() {
    Path file = folder.resolve("x.npy");
    ArrayFiles.writeNpy(
        file, NdArray.ofReals(Shape.of(2, 2), ElementType.FLOAT32, new double[] {1, 2, 4, -1}));
    return file;
  }

  @Test
  void isInspectedAndLabelled() {
    assertThat(Invocation.of("inspect", model).succeeded().out())
        .startsWith("float.onnx, float (no quantizers)\n")
        .contains("MatMul")
        .contains("4 multiply-accumulates, 4 parameters");
    JsonNode json =
        JsonMapper.shared().readTree(Invocation.of("inspect", model, "--json").succeeded().out());
    assertThat(json.get("numbers").stringValue()).isEqualTo("float (no quantizers)");
    assertThat(json.get("layers").size()).isEqualTo(2);
  }

  @Test
  void isSimulatedAndLabelled() {
    Path output = folder.resolve("y.npy");
    assertThat(Invocation.of("simulate", model, "--input", data(), "-o", output).succeeded().out())
        .endsWith(": 2 samples, float (no quantizers)\n");
    NdArray got = ArrayFiles.readNpy(output);
    assertThat(got.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(got.reals()).containsExactly(0, 6.25, 2.75, 0);
  }

  @Test
  void givesInnerTensors() {
    Path output = folder.resolve("y.npz");
    Invocation.of("simulate", model, "--input", data(), "-o", output, "--tensor", "m").succeeded();
    assertThat(ArrayFiles.readNpz(output).get("m").reals()).containsExactly(-1, 6.25, 2.75, -2);
    Invocation.of("simulate", model, "--input", data(), "-o", output, "--tensor", "w")
        .refused(Main.BAD_INPUT, Code.USE_OPTION);
  }

  @Test
  void hasNoCodes() {
    Path output = folder.resolve("y.npy");
    Invocation.of("simulate", model, "--input", data(), "-o", output, "--integers")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("no quantizers");
    Invocation.of("inspect", model, "--input-format", "s8")
        .refused(Main.BAD_INPUT, Code.USE_OPTION);
  }

  @Test
  void isNeitherLoweredNorBuilt() {
    Invocation.of("lower", model, "-o", folder.resolve("g.fx"))
        .refused(Main.BAD_INPUT, Code.IMP_FLOAT_ONLY)
        .saying("quantize it first", "Brevitas", "simulate");
    Invocation.of("build", model, "--target", "verilog", "-o", folder.resolve("out"))
        .refused(Main.BAD_INPUT, Code.IMP_FLOAT_ONLY);
    Invocation.of("init", model).refused(Main.BAD_INPUT, Code.IMP_FLOAT_ONLY);
  }

  @Test
  void aProfileMustBeOneOfTheFormat() {
    Invocation.of("inspect", model, "--profile", "tflm")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("qonnx, onnxruntime, exact");
  }

  @Test
  void ofKerasIsExecutedAndNotLowered() throws IOException {
    Path keras = Files.writeString(folder.resolve("two.json"), KerasWeightsTest.ARCHITECTURE);
    WeightsFile.write(folder.resolve("two.weights.h5"), KerasWeightsTest.tensors());
    Path output = folder.resolve("y.npy");

    assertThat(Invocation.of("inspect", keras).succeeded().out())
        .startsWith("two.json, float (no quantizers)\n")
        .contains("9 multiply-accumulates, 13 parameters");
    assertThat(Invocation.of("simulate", keras, "--input", data(), "-o", output).succeeded().out())
        .endsWith(": 2 samples, float (no quantizers)\n");
    assertThat(ArrayFiles.readNpy(output).reals()).containsExactly(33.5, 32.5);
    Invocation.of("lower", keras, "-o", folder.resolve("g.fx"))
        .refused(Main.BAD_INPUT, Code.IMP_FLOAT_ONLY)
        .saying("quantize it first", "QKeras, HGQ");
    Invocation.of("build", keras, "--target", "verilog", "-o", folder.resolve("out"))
        .refused(Main.BAD_INPUT, Code.IMP_FLOAT_ONLY)
        .saying("quantize it first");
    Invocation.of("verify", keras)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("name the folder that was given to build");
    Invocation.of("inspect", keras, "--profile", "qonnx").refused(Main.BAD_INPUT, Code.USE_OPTION);
  }
}
