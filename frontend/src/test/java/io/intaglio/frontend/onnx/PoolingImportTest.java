package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.nodeOf;
import static io.intaglio.frontend.onnx.OnnxModel.op;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import org.junit.jupiter.api.Test;

class PoolingImportTest {
  private static OnnxModel.Node pool(String operator, long... dims) {
    return new OnnxModel().input("x", dims).node(operator, "m", "x");
  }

  private static OnnxModel quantized(OnnxModel.Node node) {
    return node.add().quantized("y", "m").output("y");
  }

  @Test
  void max_pool_keeps_asymmetric_pads() {
    Network network =
        quantized(
                pool("MaxPool", 1, 2, 7, 9)
                    .list("kernel_shape", 3, 2)
                    .list("strides", 2, 2)
                    .list("pads", 1, 0, 2, 1))
            .read();
    assertThat(op(network, "m")).isEqualTo(new RealMaxPool(new Ref("x"), 3, 2, 2, 2, 1, 0, 2, 1));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 4, 5));
  }

  @Test
  void ceil_mode_grows_the_far_padding() {
    Network network =
        quantized(
                pool("MaxPool", 1, 1, 6, 5)
                    .list("kernel_shape", 3, 2)
                    .list("strides", 2, 2)
                    .set("ceil_mode", 1))
            .read();
    assertThat(op(network, "m")).isEqualTo(new RealMaxPool(new Ref("x"), 3, 2, 2, 2, 0, 0, 1, 1));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 1, 3, 3));
  }

  @Test
  void ceil_mode_drops_a_window_that_would_begin_in_the_far_padding() {
    Network network =
        quantized(
                pool("MaxPool", 1, 1, 1, 4)
                    .list("kernel_shape", 1, 2)
                    .list("strides", 1, 3)
                    .list("pads", 0, 0, 0, 1)
                    .set("ceil_mode", 1))
            .read();
    // Windows begin at 0 and 3; the one at 6 would see padding only.
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 1, 1, 2));
    assertThat(((RealMaxPool) op(network, "m")).padRight()).isEqualTo(1);
  }

  @Test
  void average_pool_says_whether_padding_counts() {
    Network network =
        quantized(
                pool("AveragePool", 1, 1, 4, 4)
                    .list("kernel_shape", 3, 3)
                    .list("pads", 1, 1, 1, 1)
                    .set("count_include_pad", 1))
            .read();
    assertThat(op(network, "m"))
        .isEqualTo(new RealAveragePool(new Ref("x"), 3, 3, 1, 1, 1, 1, 1, 1, true));
  }

  @Test
  void average_pool_whose_divisor_runtimes_disagree_about_is_refused() {
    quantized(
            pool("AveragePool", 1, 1, 6, 6)
                .list("kernel_shape", 3, 3)
                .list("strides", 2, 2)
                .set("ceil_mode", 1)
                .set("count_include_pad", 1))
        .refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void pooling_over_one_axis_runs_over_a_plane_of_height_one() {
    Network network =
        quantized(pool("AveragePool", 1, 2, 9).list("kernel_shape", 3).list("strides", 3)).read();
    assertThat(op(network, "m")).isInstanceOf(RealReshape.class);
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 3));
    assertThat(op(network, "m.line"))
        .isEqualTo(new RealAveragePool(new Ref("m.plane"), 1, 3, 1, 3, 0, 0, 0, 0, false));
  }

  @Test
  void global_average_pool_has_the_window_of_its_operand() {
    Network network = quantized(pool("GlobalAveragePool", 1, 2, 5, 3)).read();
    assertThat(op(network, "m"))
        .isEqualTo(new RealAveragePool(new Ref("x"), 5, 3, 1, 1, 0, 0, 0, 0, false));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 1, 1));
  }

  @Test
  void windows_wholly_in_the_padding_are_refused() {
    quantized(pool("MaxPool", 1, 1, 4, 4).list("kernel_shape", 2, 2).list("pads", 2, 0, 0, 0))
        .refusal(Code.IMP_BAD_PARAMETER);
  }

  @Test
  void dilated_pooling_and_indices_are_refused() {
    quantized(pool("MaxPool", 1, 1, 4, 4).list("kernel_shape", 2, 2).list("dilations", 2, 2))
        .refusal(Code.IMP_UNSUPPORTED_FORM);
    OnnxModel indices =
        pool("MaxPool", 1, 1, 4, 4).list("kernel_shape", 2, 2).output("indices").add();
    indices.quantized("y", "m").output("y").output("indices").refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void absurd_kernels_strides_and_pads_are_refused() {
    quantized(pool("MaxPool", 1, 1, 4, 4).list("kernel_shape", 1L << 40, 1))
        .refusal(Code.IMP_BAD_PARAMETER);
    quantized(pool("MaxPool", 1, 1, 4, 4).list("kernel_shape", 2, 2).list("strides", 0, 1))
        .refusal(Code.IMP_BAD_PARAMETER);
    quantized(pool("MaxPool", 1, 1, 4, 4).list("kernel_shape", 2)).refusal(Code.IMP_SHAPE);
    quantized(pool("MaxPool", 1, 1, 4, 4)).refusal(Code.MOD_MALFORMED);
  }
}
