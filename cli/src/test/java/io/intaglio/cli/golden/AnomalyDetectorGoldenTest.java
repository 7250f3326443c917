package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.cert.MultiplierReport;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.verify.Verifier;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// MLPerf Tiny's anomaly detector under `tflm`: every integer of the runtime's reference kernels.
class AnomalyDetectorGoldenTest {
  private static final int WINDOWS = 196;
  private static final float OUTPUT_SCALE = 0.36449847f;
  private static final long OUTPUT_ZERO_POINT = 96;

  private static Path shared(String name) {
    String given = System.getenv("INTAGLIO_MODELS");
    Path folder =
        given == null
            ? Path.of(System.getProperty("intaglio.root", "."), "..", "shared", "models")
            : Path.of(given);
    assumeTrue(Files.isDirectory(folder), "the folder shared/models is absent");
    return folder.resolve(name);
  }

  private static long[] codes(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(shared(name));
    long[] codes = new long[bytes.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = bytes[i];
    }
    return codes;
  }

  private static Certified lowered() {
    return Lowering.lower(
        Importer.read(shared("tflite/ad01_int8.tflite"), new ImportOptions("tflm")),
        LoweringOptions.none());
  }

  @Test
  void everyOutputOfAllWindowsEqualsTheRuntime() throws IOException {
    Certified certified = lowered();
    assertThat(Verifier.check(certified.boundary())).isEmpty();
    BoundaryRunner runner = new BoundaryRunner(certified.boundary());
    long[] in = codes("data/ad/normal_id_01_00000000_int8_196x640.bin");
    long[] out = codes("golden/ad_autoencoder.refkernel.bin");
    FixedGraph graph = certified.boundary().graph();
    assertThat(runner.evaluator().runBatch(WINDOWS, List.of(in)).get(graph.outputs().get(0)))
        .isEqualTo(out);
    double[] reals = runner.run(WINDOWS, List.of(Samples.codes(in))).get(0);
    for (int i = 0; i < out.length; i++) {
      assertThat(reals[i]).isEqualTo((float) (out[i] - OUTPUT_ZERO_POINT) * OUTPUT_SCALE);
    }
    // How far the network's reconstruction is from the spectrogram that it was given.
    assertThat(meanSquareOf(windows(), reals)).isCloseTo(10.264, within(0.0005));
  }

  /// The spectrogram of the clip, five frames of 128 numbers a window, before it was quantized.
  private static double[] windows() {
    float[] clip = SharedModels.floats("data/ad/normal_id_01_00000000_hist_librosa.bin");
    double[] windows = new double[WINDOWS * 640];
    Arrays.setAll(windows, i -> clip[i / 640 * 128 + i % 640]);
    return windows;
  }

  private static double meanSquareOf(double[] a, double[] b) {
    return IntStream.range(0, a.length)
        .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
        .average()
        .orElseThrow();
  }

  @Test
  void everyRescaleIsProvenWithFewerBitsThanTheRuntimes() {
    Certified certified = lowered();
    assertThat(CertificateChecker.check(certified)).isEmpty();
    List<MultiplierReport.Layer> layers = MultiplierReport.of(certified).layers();
    assertThat(layers).hasSize(11);
    assertThat(layers.subList(0, 9))
        .allSatisfy(
            layer -> {
              assertThat(layer.bitsBefore()).isEqualTo(31);
              assertThat(layer.bitsAfter()).isLessThan(31);
            });
    // Only the last layer has no rectifier: its two roundings, with ties on both sides of zero,
    // have no form of one shift and stay two rescales.
    assertThat(layers.get(9).value()).isEqualTo(layers.get(10).value() + ".high");
    assertThat(layers).extracting(MultiplierReport.Layer::thresholds).containsOnly(0);
  }
}
