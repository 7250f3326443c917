package io.intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealNetworksTest {
  private static RealTensor.Grid grid(Network network, String name) {
    for (RealNode node : network.nodes()) {
      if (node.result().equals(name)) {
        return (RealTensor.Grid) ((RealParameter) node.op()).value();
      }
    }
    throw new AssertionError("no value " + name);
  }

  @Test
  void quantizes_by_the_float32_quotient_and_not_by_the_exact_one() {
    Network network = SharedModels.network("qonnx/finn_KWS_W3A3_qonnx.onnx");
    // features.3.weight[229, 193]: the float32 quotient is the tie 2.5, the exact one is above it.
    RealTensor.Grid weights = grid(network, "33");
    assertThat(weights.codes().shape()).isEqualTo(Shape.of(490, 256));
    assertThat(weights.codes().at(193 * 256 + 229)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "TFC_2W2A, tfc_2w2a, 44, 45, true",
    "TFC_2W2A, tfc_2w2a, 56, 57, true",
    "TFC_2W2A, tfc_2w2a, 68, 69, true",
    "TFC_2W2A, tfc_2w2a, 80, 81, true",
    "finn_KWS_W3A3_qonnx, kws_w3a3, 32, 33, true",
    "finn_KWS_W3A3_qonnx, kws_w3a3, 44, 45, true",
    "finn_KWS_W3A3_qonnx, kws_w3a3, 56, 57, true",
    "finn_KWS_W3A3_qonnx, kws_w3a3, 68, 69, true",
    "qkeras_jettagging, jettagging, Quant_0_out0, Quant_0_out0, false",
    "qkeras_jettagging, jettagging, Quant_1_out0, Quant_1_out0, false",
    "qkeras_jettagging, jettagging, Quant_2_out0, Quant_2_out0, false",
    "qkeras_jettagging, jettagging, Quant_3_out0, Quant_3_out0, false",
    "qkeras_jettagging, jettagging, Quant_4_out0, Quant_4_out0, false",
    "qkeras_jettagging, jettagging, Quant_5_out0, Quant_5_out0, false",
    "qkeras_jettagging, jettagging, Quant_6_out0, Quant_6_out0, false",
    "qkeras_jettagging, jettagging, Quant_7_out0, Quant_7_out0, false",
  })
  void quantized_weights_are_those_of_the_runtime(
      String model, String golden, String tensor, String imported, boolean transposed)
      throws IOException {
    RealTensor.Grid weights = grid(SharedModels.network("qonnx/" + model + ".onnx"), imported);
    Path file = SharedModels.file("golden/qonnx_" + golden + ".inter.npz");
    Npz.Array codes = Npz.read(file, "weights/" + tensor + ".int");
    Npz.Array scale = Npz.read(file, "weights/" + tensor + ".scale");
    assertThat(weights.codes().size()).isEqualTo(codes.values().size());
    int columns = codes.shape().channels();
    int rows = codes.values().size() / columns;
    boolean perRow = scale.values().size() > 1;
    for (int i = 0; i < codes.values().size(); i++) {
      int at = transposed ? i % columns * rows + i / columns : i;
      assertThat(weights.codes().at(at)).isEqualTo((long) codes.at(i));
      double step = scale.at(perRow ? i / columns : 0);
      assertThat(weights.step().at(perRow ? i / columns : 0)).isEqualTo(Rational.of(step));
    }
  }

  @Test
  void reads_all_57_quantized_single_layers_and_the_two_float_ones() {
    int quantized = 0;
    int reals = 0;
    for (Path file : SharedModels.files("qonnx/qkeras_single_layer")) {
      Network network = Importer.read(file, ImportOptions.DEFAULT);
      boolean plain = file.getFileName().toString().contains("test_keras");
      assertThat(network.isFloat()).isEqualTo(plain);
      assertThat(network.profile()).isEqualTo(plain ? "float" : "qonnx");
      reals += plain ? 1 : 0;
      quantized += plain ? 0 : 1;
      if (!plain) {
        assertThat(network.outputs()).containsExactly("global_out");
        assertThat(network.shapes()).containsKey("global_out");
      }
    }
    assertThat(quantized).isEqualTo(57);
    assertThat(reals).isEqualTo(2);
  }

  @Test
  void folds_the_shape_arithmetic_of_tfc_and_keeps_its_tail() {
    Network network = SharedModels.network("qonnx/TFC_2W2A.onnx");
    assertThat(network.shapes()).containsEntry("31", Shape.of(1, 784)).doesNotContainKey("24");
    assertThat(network.outputs()).containsExactly("90");
    RealTensor root = ((RealParameter) node(network, "87").op()).value();
    assertThat(root.at(0)).isEqualTo(Rational.of((float) Math.sqrt(346.1243f)));
  }

  @Test
  void takes_input_domains_from_annotations() {
    Network bipolar = SharedModels.network("qonnx/unsw_nb15-mlp-w2a2.onnx");
    assertThat(bipolar.inputs().get(0).format()).contains(InputFormat.bipolar());
    Network image = SharedModels.network("qonnx/eltwise_chanlast_testcase.onnx");
    assertThat(image.inputs().get(0).format()).contains(InputFormat.parse("u8"));
    Network jets = SharedModels.network("qonnx/qkeras_jettagging.onnx");
    assertThat(jets.inputs().get(0).format()).isEmpty();
  }

  @Test
  void keeps_negative_gammas_and_tiny_variances() {
    Network network = SharedModels.network("qonnx/unsw_nb15-mlp-w2a2.onnx");
    RealBatchNorm last =
        (RealBatchNorm)
            network.nodes().stream()
                .map(RealNode::op)
                .filter(RealBatchNorm.class::isInstance)
                .reduce((_, second) -> second)
                .orElseThrow();
    assertThat(last.gamma().at(0).signum()).isNegative();
    assertThat(last.variance().at(0).signum()).isPositive();
    assertThat(last.epsilon()).isEqualTo(1e-5f);
  }

  @Test
  void reads_quantizers_of_every_domain_in_use() {
    Network kws = SharedModels.network("qonnx/finn_KWS_W3A3_qonnx.onnx");
    RealQuantize head = (RealQuantize) kws.nodes().get(0).op();
    assertThat(head.lo().at(0)).isEqualTo(-127);
    assertThat(head.hi().at(0)).isEqualTo(127);
    Network jets = SharedModels.network("qonnx/qkeras_jettagging.onnx");
    RealQuantize quantize = (RealQuantize) node(jets, "Quant_8_out0").op();
    assertThat(quantize.scale().at(0)).isEqualTo(0.015625);
    assertThat(quantize.lo().at(0)).isZero();
  }

  private static RealNode node(Network network, String name) {
    return network.nodes().stream()
        .filter(node -> node.result().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
