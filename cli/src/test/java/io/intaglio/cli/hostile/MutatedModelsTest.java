package io.intaglio.cli.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.intaglio.cli.ChildCommand;
import io.intaglio.cli.Main;
import io.intaglio.cli.OnnxFile;
import io.intaglio.cli.TestModels;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.onnx.OnnxImporter;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models changed at random, as models: each becomes a valid graph whose certificates hold, or is
/// refused with a diagnostic; in time, and in bounded memory.
class MutatedModelsTest {
  private static final int OF_THE_ENCODER = 500;
  private static final int OF_SMALL_MODELS = 4_000;
  private static final int OF_THE_COMMAND = 50;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /// Heap 768 MiB; the rest is the virtual machine's own.
  private static final long MOST_RESIDENT_BYTES = 1200L << 20;

  @TempDir Path folder;

  private int lowered;
  private int refused;

  private static ModelProto dense() {
    return new OnnxFile()
        .input("x", 1, 4)
        .quantized("q", "x", 0.25, 5)
        .constant("w", List.of(4, 3), 1, -2, 3, 0.5, 0.25, -1.75, 2, 2, -0.5, 1, 0, 0.75)
        .quantized("k", "w", 0.25, 4)
        .node("MatMul", "m", "q", "k")
        .constant("b", List.of(3), 0.5, -0.25, 0.1)
        .node("Add", "a", "m", "b")
        .node("Relu", "r", "a")
        .quantized("y", "r", 0.3, 6)
        .output("y")
        .model();
  }

  private static ModelProto convolution() {
    return new OnnxFile()
        .input("x", 1, 2, 5, 5)
        .quantized("q", "x", 0.5, 3)
        .constant("w", List.of(2, 2, 1, 2), 1, -1, 0.5, 0.25, 2, -2, 0.75, 1)
        .quantized("k", "w", 0.25, 5)
        .node(
            List.of(
                OnnxFile.integers("pads", 0, 1, 1, 0),
                OnnxFile.integers("strides", 2, 1),
                OnnxFile.integers("dilations", 1, 2)),
            "Conv",
            "c",
            "q",
            "k")
        .constant("scale", List.of(2), 1.5, -0.7)
        .constant("shift", List.of(2), 0.1, 2)
        .constant("mean", List.of(2), 0.2, -1)
        .constant("variance", List.of(2), 0.9, 2)
        .node("BatchNormalization", "n", "c", "scale", "shift", "mean", "variance")
        .node(
            List.of(OnnxFile.integers("kernel_shape", 2, 2), OnnxFile.integers("strides", 1, 1)),
            "MaxPool",
            "p",
            "n")
        .quantized("y", "p", 0.125, 4)
        .output("y")
        .model();
  }

  private static ModelProto branches() {
    return new OnnxFile()
        .input("x", 1, 3)
        .quantized("q", "x", 0.5, 4)
        .constant("one", List.of(), 1)
        .constant("factor", List.of(3), 0.5, -0.3, 2)
        .node("Mul", "m", "q", "factor")
        .node("BipolarQuant", "s", "m", "one")
        .quantized("t", "m", 0.5, 3)
        .node("Mul", "u", "s", "t")
        .node("Add", "v", "u", "q")
        .node("Softmax", "y", "v")
        .output("y")
        .model();
  }

  private void lower(ModelProto model, String which) {
    long start = System.nanoTime();
    try {
      Certified certified =
          Lowering.lower(
              OnnxImporter.read(model.toByteArray(), "mutant.onnx", ImportOptions.DEFAULT),
              LoweringOptions.of(InputFormat.parse("s6/2^-2")));
      assertThat(Verifier.check(certified.boundary())).as(which).isEmpty();
      assertThat(CertificateChecker.check(certified)).as(which).isEmpty();
      lowered++;
    } catch (InvalidInput e) {
      assertThat(e.diagnostics()).as(which).anyMatch(Diagnostic::isError);
      refused++;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw new AssertionError(which, e);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(which).isLessThan(LIMIT);
  }

  @Test
  void mutantsOfSmallModelsAreProvenOrRefused() {
    List<ModelProto> models = List.of(dense(), convolution(), branches());
    models.forEach(model -> lower(model, "as made"));
    assertThat(lowered).isEqualTo(models.size());
    for (int seed = 0; seed < OF_SMALL_MODELS; seed++) {
      ModelProto model = models.get(seed % models.size());
      lower(ModelMutator.mutate(new SplittableRandom(seed), model), "seed " + seed);
    }
    assertThat(lowered).isGreaterThan(OF_SMALL_MODELS / 4);
    assertThat(refused).isGreaterThan(OF_SMALL_MODELS / 4);
  }

  @Test
  void mutantsOfTheEncoderAreProvenOrRefused() throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(TestModels.encoder(folder)));
    for (int seed = 0; seed < OF_THE_ENCODER; seed++) {
      lower(ModelMutator.mutate(new SplittableRandom(seed), model), "seed " + seed);
    }
    assertThat(lowered).isGreaterThan(OF_THE_ENCODER / 5);
    assertThat(refused).isGreaterThan(OF_THE_ENCODER / 5);
  }

  @Test
  void theCommandItselfStaysWithinItsMemory() throws IOException, InterruptedException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(TestModels.encoder(folder)));
    Path mutant = folder.resolve("mutant.onnx");
    Path made = folder.resolve("made");
    long peak = 0;
    int built = 0;
    for (int seed = 0; seed < OF_THE_COMMAND; seed++) {
      ModelMutator.mutate(new SplittableRandom(seed), model).writeTo(Files.newOutputStream(mutant));
      ChildCommand child =
          ChildCommand.run(
              List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
              "build",
              mutant,
              "--target",
              "verilog",
              "-o",
              made);
      assertThat(child.status()).as("seed %d: %s", seed, child.err()).isIn(Main.OK, Main.BAD_INPUT);
      assertThat(child.err()).as("seed %d", seed).doesNotContain("internal error", "Exception");
      assertThat(Files.exists(made))
          .as("seed %d", seed)
          .isEqualTo(built > 0 || child.status() == 0);
      built += child.status() == Main.OK ? 1 : 0;
      peak = Math.max(peak, child.peakBytes());
    }
    System.out.printf(
        Locale.ROOT,
        "%d mutants through the command, %d built: at most %d MiB resident%n",
        OF_THE_COMMAND,
        built,
        peak >> 20);
    assertThat(built).isBetween(5, 45);
    assertThat(peak).isLessThan(MOST_RESIDENT_BYTES);
  }
}
