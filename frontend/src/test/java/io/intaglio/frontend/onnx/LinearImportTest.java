package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.OnnxModel.elementsOf;
import static io.intaglio.frontend.onnx.OnnxModel.nodeOf;
import static io.intaglio.frontend.onnx.OnnxModel.op;
import static io.intaglio.frontend.onnx.OnnxModel.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearImportTest {
  /// `y = Quant(m)` behind the node that makes `m`.
  private static Network read(OnnxModel.Node node) {
    return node.add().quantized("y", "m").output("y").read();
  }

  private static OnnxModel matrix() {
    return new OnnxModel().input("x", 1, 2).floats("w", dims(2, 3), 1, 2, 3, 4, 5, 6);
  }

  @Test
  void matmul_takes_a_matrix() {
    Network network = read(matrix().node("MatMul", "m", "x", "w"));
    RealMatMul product = (RealMatMul) op(network, "m");
    assertThat(product.x().name()).isEqualTo("x");
    assertThat(product.w().name()).isEqualTo("w");
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 3));
  }

  @Test
  void matmul_takes_a_vector_and_drops_the_axis() {
    OnnxModel model = new OnnxModel().input("x", 1, 5, 2).floats("w", dims(2), 1, 2);
    Network network = read(model.node("MatMul", "m", "x", "w"));
    assertThat(op(network, "m")).isInstanceOf(RealReshape.class);
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 5));
    assertThat(nodeOf(network, "m.column").shape()).isEqualTo(Shape.of(1, 5, 1));
    assertThat(nodeOf(network, "w.matrix").shape()).isEqualTo(Shape.of(2, 1));
  }

  @Test
  void matmul_of_two_activations_or_with_many_matrices_is_refused() {
    OnnxModel activations = new OnnxModel().input("x", 1, 1);
    activations.node("MatMul", "m", "x", "x").add().quantized("y", "m").output("y");
    activations.refusal(Code.IMP_UNSUPPORTED_FORM);
    OnnxModel batch = new OnnxModel().input("x", 1, 2, 1, 1).floats("w", dims(2, 1, 1), 1, 2);
    batch.node("MatMul", "m", "x", "w").add().quantized("y", "m").output("y");
    batch.refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void matmul_of_shapes_that_do_not_fit_is_refused() {
    OnnxModel model = new OnnxModel().input("x", 1, 3).floats("w", dims(2, 1), 1, 2);
    model.node("MatMul", "m", "x", "w").add().quantized("y", "m").output("y");
    model.refusal(Code.IMP_SHAPE);
  }

  @Test
  void gemm_transposes_b_and_adds_c() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2)
            .floats("w", dims(3, 2), 1, 4, 2, 5, 3, 6)
            .floats("c", dims(3), 7, 8, 9);
    Network network = read(model.node("Gemm", "m", "x", "w", "c").set("transB", 1));
    RealAdd sum = (RealAdd) op(network, "m");
    RealMatMul product = (RealMatMul) op(network, sum.a().name());
    assertThat(elementsOf(parameter(network, product.w().name())))
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    assertThat(sum.b().name()).isEqualTo("c");
  }

  @Test
  void gemm_multiplies_by_alpha_and_folds_beta_exactly() {
    OnnxModel model = matrix().floats("c", dims(3), 0.1f, 8, 9);
    Network network =
        read(model.node("Gemm", "m", "x", "w", "c").set("alpha", 0.3f).set("beta", 0.7f));
    RealAdd sum = (RealAdd) op(network, "m");
    RealMultiply scaled = (RealMultiply) op(network, sum.a().name());
    assertThat(op(network, scaled.a().name())).isInstanceOf(RealMatMul.class);
    assertThat(parameter(network, scaled.b().name()).at(0)).isEqualTo(Rational.of(0.3f));
    assertThat(parameter(network, sum.b().name()).at(0))
        .isEqualTo(Rational.of(0.1f).multiply(Rational.of(0.7f)));
  }

  @Test
  void gemm_keeps_a_quantized_bias_on_its_grid() {
    OnnxModel model = matrix().floats("c", dims(3), 1, -2, 3).quantized("q", "c");
    Network network = read(model.node("Gemm", "m", "x", "w", "q").set("beta", -0.5f));
    RealAdd sum = (RealAdd) op(network, "m");
    RealTensor bias = parameter(network, sum.b().name());
    assertThat(bias).isInstanceOf(RealTensor.Grid.class);
    assertThat(elementsOf(bias)).containsExactly(-0.5, 1.0, -1.5);
  }

  @Test
  void made_up_names_avoid_each_other_and_those_of_the_file() {
    OnnxModel model = new OnnxModel().input("x", 1, 1).floats("w", dims(1, 1), 2);
    model.scalar("w.transposed_2", 1);
    for (String[] edge : new String[][] {{"x", "a"}, {"a", "b"}, {"b", "m"}}) {
      model.node("Gemm", edge[1], edge[0], "w").set("transB", 1).add();
    }
    Network network = model.quantized("y", "m").output("y").read();
    assertThat(network.shapes())
        .containsKeys("w.transposed", "w.transposed_3", "w.transposed_4")
        .doesNotContainKey("w.transposed_2");
  }

  @Test
  void gemm_without_c_or_with_a_beta_of_zero_is_a_product() {
    Network network =
        read(matrix().scalar("c", 3).node("Gemm", "m", "x", "w", "c").set("beta", 0f));
    assertThat(op(network, "m")).isInstanceOf(RealMatMul.class);
    assertThat(op(read(matrix().node("Gemm", "m", "x", "w")), "m")).isInstanceOf(RealMatMul.class);
  }

  private static OnnxModel image(int kernelH, int kernelW) {
    double[] weights = new double[2 * 3 * kernelH * kernelW];
    Arrays.setAll(weights, i -> i);
    return new OnnxModel()
        .input("x", 1, 3, 7, 9)
        .floats("w", dims(2, 3, kernelH, kernelW), weights);
  }

  @Test
  void conv_keeps_asymmetric_pads_strides_and_dilations() {
    Network network =
        read(
            image(2, 3)
                .node("Conv", "m", "x", "w")
                .list("pads", 1, 2, 3, 4)
                .list("strides", 2, 1)
                .list("dilations", 3, 2)
                .list("kernel_shape", 2, 3));
    RealConv conv = (RealConv) op(network, "m");
    assertThat(conv.padTop()).isEqualTo(1);
    assertThat(conv.padLeft()).isEqualTo(2);
    assertThat(conv.padBottom()).isEqualTo(3);
    assertThat(conv.padRight()).isEqualTo(4);
    assertThat(conv.strideH()).isEqualTo(2);
    assertThat(conv.dilationH()).isEqualTo(3);
    assertThat(conv.dilationW()).isEqualTo(2);
    // (7 + 4 − 4)/2 + 1 and 9 + 6 − 5 + 1.
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 4, 11));
  }

  @ParameterizedTest
  @CsvSource({
    "SAME_UPPER, 2, 4, 0, 1, 1, 2",
    "SAME_LOWER, 2, 4, 1, 0, 2, 1",
    "SAME_UPPER, 3, 3, 1, 1, 1, 1",
    "VALID, 2, 4, 0, 0, 0, 0",
  })
  void auto_pad_becomes_pads(
      String autoPad, int kernelH, int kernelW, int top, int bottom, int left, int right) {
    Network network =
        read(image(kernelH, kernelW).node("Conv", "m", "x", "w").set("auto_pad", autoPad));
    RealConv conv = (RealConv) op(network, "m");
    assertThat(conv.padTop()).isEqualTo(top);
    assertThat(conv.padBottom()).isEqualTo(bottom);
    assertThat(conv.padLeft()).isEqualTo(left);
    assertThat(conv.padRight()).isEqualTo(right);
    if (!autoPad.equals("VALID")) {
      assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 7, 9));
    }
  }

  @Test
  void same_padding_follows_the_stride() {
    Network network =
        read(
            image(3, 3)
                .node("Conv", "m", "x", "w")
                .set("auto_pad", "SAME_UPPER")
                .list("strides", 2, 4));
    RealConv conv = (RealConv) op(network, "m");
    // Four windows over 7 need 9, three over 9 need 11.
    assertThat(conv.padTop() + conv.padBottom()).isEqualTo(2);
    assertThat(conv.padLeft() + conv.padRight()).isEqualTo(2);
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 4, 3));
  }

  @Test
  void conv_over_one_axis_runs_over_a_plane_of_height_one() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4, 10)
            .floats("w", dims(4, 2, 3), new double[24])
            .floats("c", dims(4), 1, 2, 3, 4);
    Network network =
        read(model.node("Conv", "m", "x", "w", "c").list("pads", 1, 0).set("group", 2));
    assertThat(op(network, "m")).isInstanceOf(RealReshape.class);
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 4, 9));
    assertThat(nodeOf(network, "m.plane").shape()).isEqualTo(Shape.of(1, 4, 1, 10));
    RealConv conv = (RealConv) op(network, "m.product");
    assertThat(conv.groups()).isEqualTo(2);
    assertThat(conv.padLeft()).isEqualTo(1);
    assertThat(conv.padTop()).isZero();
    assertThat(nodeOf(network, conv.w().name()).shape()).isEqualTo(Shape.of(4, 2, 1, 3));
    RealAdd sum = (RealAdd) op(network, "m.line");
    assertThat(nodeOf(network, sum.b().name()).shape()).isEqualTo(Shape.of(4, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "0, 1", "-1, 1"})
  void groups_that_do_not_fit_are_refused(int group, int ignored) {
    OnnxModel model = image(1, 1);
    model.node("Conv", "m", "x", "w").set("group", group).add().quantized("y", "m").output("y");
    model.refusal(Code.IMP_SHAPE);
  }

  @Test
  void conv_windows_that_do_not_fit_are_refused() {
    OnnxModel model = image(8, 3);
    model.node("Conv", "m", "x", "w").add().quantized("y", "m").output("y");
    model.refusal(Code.IMP_SHAPE);
  }

  @Test
  void conv_over_three_axes_is_refused() {
    OnnxModel model = new OnnxModel().input("x", 1, 1, 2, 2, 2).floats("w", dims(1, 1, 1, 1, 1), 1);
    model.node("Conv", "m", "x", "w").add().quantized("y", "m").output("y");
    model.refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  private static OnnxModel normalized(double variance) {
    return new OnnxModel()
        .input("x", 1, 2)
        .floats("gamma", dims(2), -1.5, 2)
        .floats("beta", dims(2), 0.5, 0)
        .floats("mean", dims(2), 3, 4)
        .floats("variance", dims(2), 1, variance);
  }

  @Test
  void batch_normalization_keeps_negative_gammas() {
    Network network =
        read(
            normalized(9)
                .node("BatchNormalization", "m", "x", "gamma", "beta", "mean", "variance")
                .set("epsilon", 0.25f)
                .set("momentum", 0.9f));
    RealBatchNorm norm = (RealBatchNorm) op(network, "m");
    assertThat(elementsOf(norm.gamma())).containsExactly(-1.5, 2.0);
    assertThat(elementsOf(norm.mean())).containsExactly(3.0, 4.0);
    assertThat(norm.epsilon()).isEqualTo(0.25f);
  }

  @ParameterizedTest
  @CsvSource({"-1, IMP_BAD_PARAMETER", "NaN, IMP_BAD_PARAMETER", "Infinity, IMP_BAD_PARAMETER"})
  void batch_normalization_without_a_variance_is_refused(double variance, Code code) {
    OnnxModel model = normalized(variance);
    model.node("BatchNormalization", "m", "x", "gamma", "beta", "mean", "variance").add();
    model.quantized("y", "m").output("y").refusal(code);
  }

  @Test
  void batch_normalization_in_training_is_refused() {
    OnnxModel model = normalized(1);
    model
        .node("BatchNormalization", "m", "x", "gamma", "beta", "mean", "variance")
        .set("training_mode", 1)
        .add();
    model.quantized("y", "m").output("y").refusal(Code.IMP_UNSUPPORTED_FORM);
  }
}
