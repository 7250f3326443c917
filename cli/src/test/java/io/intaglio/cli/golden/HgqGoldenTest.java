package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.array.NdArray;
import io.intaglio.sim.eval.Samples;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks trained with HGQ against what its proxy models computed: every integer.
class HgqGoldenTest {
  @Test
  void jetClassifierWhoseRowsWrap() {
    int[] fraction = {5, 5, 5, 6, 5};
    ProvenNetwork jets = ProvenNetwork.of("keras/hgq_jet_classifier.h5");
    float[] rows = SharedModels.floats("golden/qonnx_jettagging.in.f32");
    long[] codes = SharedModels.signedShorts("golden/hgq_jet_classifier.out.i16");
    double[] expected =
        IntStream.range(0, codes.length)
            .mapToDouble(i -> Math.scalb((double) codes[i], -fraction[i % 5]))
            .toArray();

    assertThat(jets.reals(2000, Samples.reals(rows))).isEqualTo(expected);
  }

  @Test
  void inspectTellsTheStepsOfElements() {
    Path model = SharedModels.file("keras/hgq_jet_classifier.h5");

    assertThat(Invocation.of("inspect", model).succeeded().out())
        .contains("input  input_1 [1, 16] s12, one code is 2^-7 to 2, by element")
        .contains("one code is 2^-5, 2^-5, 2^-5, 2^-6, 2^-5 (by element)");
  }

  @Test
  void heterogeneousDigits() {
    ProvenNetwork net = ProvenNetwork.of("keras/hgq_mnist_heterogeneous.h5");
    int[] pixels = SharedModels.idxImages("data/mnist/t10k-images-idx3-ubyte.gz");
    float[] digits = new float[pixels.length];
    IntStream.range(0, pixels.length).forEach(i -> digits[i] = pixels[i] / 255f);
    long[] codes = SharedModels.signedShorts("golden/hgq_mnist_heterogeneous.out.i16");
    double[] expected = IntStream.range(0, codes.length).mapToDouble(i -> codes[i] / 8.0).toArray();

    double[] found = net.reals(10_000, Samples.reals(digits));
    assertThat(found).isEqualTo(expected);
    long[] scores = Arrays.stream(found).mapToLong(x -> (long) (8 * x)).toArray();
    assertThat(TopOne.correct(scores, SharedModels.digitLabels())).isEqualTo(9273);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q_trn_sat",
        "q_trn_wrap",
        "q_trn_sat_sym",
        "q_rnd_sat",
        "q_rnd_wrap",
        "q_rnd_sat_sym",
        "q_rnd_conv_sat",
        "q_rnd_conv_wrap",
        "q_rnd_conv_sat_sym",
        "qdense_wrap_rnd",
        "qdense_sat_conv_relu_oq",
        "qdense_weight_wrap",
        "qconv2d_same",
        "qconv1d_s2",
        "qbatchnormdense"
      })
  void layersOfHgq2(String name) {
    ProvenNetwork layer = ProvenNetwork.of("keras/cases_hgq2/" + name + ".keras");
    NdArray in = SharedModels.arrays("golden/hgq2_cases.npz").get(name + "/in");
    NdArray out = SharedModels.arrays("golden/hgq2_cases.npz").get(name + "/out");

    // HGQ2 leaves the sign of zeros that it wraps to; as numbers they are equal.
    double[] expected = Arrays.stream(out.reals()).map(v -> v + 0.0).toArray();

    assertThat(layer.reals(in.shape().dim(0), Samples.reals(in.reals()))).isEqualTo(expected);
  }
}
