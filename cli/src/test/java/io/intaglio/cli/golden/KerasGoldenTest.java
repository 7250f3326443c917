package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.array.NdArray;
import io.intaglio.sim.eval.Samples;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// QKeras models against what QKeras computed: every number before the softmax.
class KerasGoldenTest {
  /// Rows of the jet data that `s16/2^-10` does not hold are left out, as they are for QONNX.
  @ParameterizedTest
  @ValueSource(strings = {"keras/qkeras_3layer.json", "keras/qkeras-v3_3layer.keras"})
  void jetsFromEitherKeras(String model) {
    ProvenNetwork jets = ProvenNetwork.of(model, "s32/2^-23");
    float[] rows = SharedModels.floats("golden/qonnx_jettagging.in.f32");
    long[] logits = SharedModels.signedShorts("golden/qonnx_jettagging.logits.i16");
    int compared = 0;
    for (int row = 0; row < rows.length / 16; row++) {
      float[] jet = Arrays.copyOfRange(rows, 16 * row, 16 * row + 16);
      if (IntStream.range(0, 16).allMatch(i -> onGrid(jet[i]))) {
        assertThat(codes(jets, 1, Samples.reals(jet), 11))
            .as("row %d", row)
            .isEqualTo(Arrays.copyOfRange(logits, 5 * row, 5 * row + 5));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(1700);
  }

  private static boolean onGrid(double x) {
    return Math.scalb(x, 23) == Math.rint(Math.scalb(x, 23)) && Math.abs(x) < 256;
  }

  @Test
  void convolutionsOnTenThousandDigits() {
    int n = 10_000;
    long[] logits = SharedModels.signedInts("golden/qkeras_mnist_cnn.logits.i32");

    long[] found =
        codes(ProvenNetwork.of("keras/qkeras_mnist_cnn.json", "u8/1/255"), n, digits(n), 11);

    assertThat(found).isEqualTo(logits);
    assertThat(TopOne.correct(found, SharedModels.digitLabels())).isEqualTo(9886);
  }

  @Test
  void powersOfTwoOnTenThousandDigits() {
    int n = 10_000;
    long[] logits = SharedModels.signedShorts("golden/qkeras_mnist_dense.logits.i16");

    int[] pixels = SharedModels.idxImages("data/mnist/t10k-images-idx3-ubyte.gz");
    float[] reals = new float[pixels.length];
    IntStream.range(0, pixels.length).forEach(i -> reals[i] = pixels[i] / 255f);

    // Its input has a quantizer of its own, which takes real numbers.
    ProvenNetwork net = ProvenNetwork.of("keras/qkeras_mnist_dense.json");

    long[] found = codes(net, n, Samples.reals(reals), 5);
    assertThat(found).isEqualTo(logits);
    assertThat(TopOne.correct(found, SharedModels.digitLabels())).isEqualTo(9429);
  }

  @ParameterizedTest
  @CsvSource({"u8/1/255, qkeras_rn07.logits.i32, 416", "u8/2^-8, qkeras_rn07.logits_x256.i32, 417"})
  void foldedNormalizationsOnImages(String format, String golden, int right) {
    int n = 500;
    long[] pixels = SharedModels.unsignedBytes("data/ic_cifar500/images_500x32x32x3_u8.bin");

    long[] found =
        codes(
            ProvenNetwork.of("keras/hls4ml_RN07_qkeras.h5", format), n, Samples.codes(pixels), 11);

    assertThat(found).isEqualTo(SharedModels.signedInts("golden/" + golden));
    int[] labels = SharedModels.labels("data/ic_cifar500/labels.csv");
    assertThat(TopOne.correct(found, labels)).isEqualTo(right);
  }

  @Test
  void bytesDividedBy255InFloat32AreThoseBytes() {
    int n = 10_000;
    int[] pixels = SharedModels.idxImages("data/mnist/t10k-images-idx3-ubyte.gz");
    float[] reals = new float[pixels.length];
    IntStream.range(0, pixels.length).forEach(i -> reals[i] = pixels[i] / 255f);

    assertThat(
            ProvenNetwork.of("keras/qkeras_mnist_cnn.json", "u8/1/255")
                .encode(n, Samples.reals(reals)))
        .isEqualTo(Arrays.stream(pixels).asLongStream().toArray());
  }

  private static Samples digits(int n) {
    int[] pixels = SharedModels.idxImages("data/mnist/t10k-images-idx3-ubyte.gz");
    return Samples.codes(Arrays.stream(pixels).limit(n * 784L).mapToLong(p -> p).toArray());
  }

  /// The logits in steps of `2^-fraction`.
  private static long[] codes(ProvenNetwork net, int n, Samples samples, int fraction) {
    double[] logits = net.logits(n, samples);
    return Arrays.stream(logits).mapToLong(x -> (long) Math.scalb(x, fraction)).toArray();
  }

  static Stream<String> layers() {
    String[] files = SharedModels.file("keras/cases").toFile().list();
    assertThat(files).hasSizeGreaterThan(60);
    return Arrays.stream(files).sorted();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void singleLayer(String file) {
    Map<String, NdArray> golden = SharedModels.arrays("golden/qkeras_cases.npz");
    String name = file.substring(0, file.lastIndexOf('.'));
    NdArray in = golden.get(name + "/in");
    // Where the framework's float32 strays from its own meaning, that meaning is stored beside.
    double[] out = golden.getOrDefault(name + "/exact", golden.get(name + "/out")).reals();
    ProvenNetwork net = ProvenNetwork.of("keras/cases/" + file, format(in.reals()));

    // A real zero has no sign among codes.
    assertThat(net.reals(in.shape().dim(0), Samples.reals(in.reals())))
        .isEqualTo(DoubleStream.of(out).map(x -> x + 0.0).toArray());
  }

  /// The narrowest format that holds all numbers.
  private static String format(double[] numbers) {
    int fraction = 0;
    double most = 0;
    for (double x : numbers) {
      while (Math.scalb(x, fraction) != Math.rint(Math.scalb(x, fraction))) {
        fraction++;
      }
      most = Math.max(most, Math.abs(x));
    }
    int bits = 2;
    while (Math.scalb(1.0, bits - 1 - fraction) <= most) {
      bits++;
    }
    return "s" + bits + "/2^-" + fraction;
  }
}
