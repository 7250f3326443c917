package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT32;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT8;
import static io.intaglio.frontend.onnx.QuantizedGallery.UINT8;
import static io.intaglio.frontend.onnx.QuantizedGallery.codes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealRoundedSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Samples;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QdqFusionTest {
  private static OnnxModel quantized() {
    OnnxModel model = new OnnxModel().input("x", 1, 4);
    model.scalar("s", 0.5).scalar("t", 0.25).initializer(codes("z", INT8, dims(), 3));
    model.initializer(codes("low", INT8, dims(), -128));
    model.initializer(codes("w", INT8, dims(4, 2), 1, 2, 3, 4, 5, 6, 7, 8));
    model.initializer(codes("o", INT8, dims(), 0));
    model.node("DequantizeLinear", "wd", "w", "s", "o").add();
    model.node("QuantizeLinear", "xq", "x", "s", "z").add();
    return model.node("DequantizeLinear", "xd", "xq", "s", "z").add();
  }

  private static OnnxModel finished(OnnxModel model, String tensor, String zero) {
    model.node("QuantizeLinear", "yq", tensor, "t", zero).add();
    return model.node("DequantizeLinear", "y", "yq", "t", zero).add().output("y");
  }

  private static List<RealRequantize> requantizations(OnnxModel model, String profile) {
    return read(model, profile).nodes().stream()
        .map(RealNode::op)
        .filter(RealRequantize.class::isInstance)
        .map(RealRequantize.class::cast)
        .toList();
  }

  private static Network read(OnnxModel model, String profile) {
    return OnnxImporter.read(model.bytes(), "model.onnx", new ImportOptions(profile));
  }

  private static List<Diagnostic> refusals(OnnxModel model, String profile) {
    return catchThrowableOfType(InvalidInput.class, () -> read(model, profile)).diagnostics();
  }

  @Test
  void a_matrix_product_between_quantizers_is_one_requantization() {
    OnnxModel model = finished(quantized().node("MatMul", "r", "xd", "wd").add(), "r", "z");
    assertThat(requantizations(model, "onnxruntime"))
        .singleElement()
        .satisfies(
            q -> assertThat(q.rules()).containsExactly(new Float32Multiply(1, 3, -128, 127)));
    assertThat(requantizations(model, "exact"))
        .singleElement()
        .satisfies(q -> assertThat(q.rules().get(0)).isInstanceOf(ExactChain.class));
  }

  @Test
  void the_runtime_is_the_default_of_these_files() {
    OnnxModel model = finished(quantized().node("MatMul", "r", "xd", "wd").add(), "r", "z");
    assertThat(read(model, "").profile()).isEqualTo("onnxruntime");
    assertThat(refusals(model, "qonnx"))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo(Code.USE_OPTION);
              assertThat(found.help()).contains("onnxruntime or exact");
            });
  }

  @Test
  void a_rectifier_is_dropped_where_the_quantizer_does_its_work() {
    OnnxModel model = quantized().node("MatMul", "m", "xd", "wd").add();
    OnnxModel rectified = finished(model.node("Relu", "r", "m").add(), "r", "low");
    assertThat(requantizations(rectified, "onnxruntime")).hasSize(1);
  }

  @Test
  void a_rectifier_that_the_quantizer_does_not_imply_keeps_the_product_in_float() {
    OnnxModel model = quantized().node("MatMul", "m", "xd", "wd").add();
    OnnxModel rectified = finished(model.node("Relu", "r", "m").add(), "r", "z");
    assertThat(refusals(rectified, "onnxruntime"))
        .singleElement()
        .satisfies(found -> assertThat(found.origin()).hasToString("model.onnx:m"));
    assertThat(read(rectified, "exact").nodes()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sub", "Div"})
  void float_arithmetic_between_quantizers_is_refused_by_name_with_the_remedy(String operator) {
    OnnxModel model = finished(quantized().node(operator, "r", "xd", "t").add(), "r", "z");
    assertThat(refusals(model, "onnxruntime"))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo(Code.IMP_UNSUPPORTED_FORM);
              assertThat(found.origin()).hasToString("model.onnx:r");
              assertThat(found.message()).contains(operator);
              assertThat(found.help()).contains("--profile exact");
            });
    assertThat(read(model, "exact").nodes()).isNotEmpty();
  }

  @Test
  void float_arithmetic_may_end_a_network() {
    OnnxModel model = quantized().node("Softmax", "y", "xd").add().output("y");
    assertThat(read(model, "onnxruntime").outputs()).containsExactly("y");
  }

  @Test
  void all_that_is_refused_is_named_in_one_run() {
    OnnxModel model = quantized();
    model.node("DynamicQuantizeLinear", "d", "x").add();
    model.node("Sub", "r", "xd", "t").add().node("Einsum", "e", "xd").add();
    finished(model, "r", "z").output("d").output("e");
    assertThat(refusals(model, "onnxruntime"))
        .extracting(found -> found.origin().toString())
        .contains("model.onnx:d", "model.onnx:r", "model.onnx:e");
  }

  @Test
  void blocked_scales_are_refused() {
    OnnxModel model = new OnnxModel().opset(21).input("x", 1, 4);
    model
        .floats("s", dims(2, 2), 1, 2, 3, 4)
        .initializer(codes("w", INT8, dims(4, 2), new long[8]));
    model.node("DequantizeLinear", "wd", "w", "s").set("block_size", 2).set("axis", 0).add();
    model.node("MatMul", "y", "x", "wd").add().output("y");
    assertThat(refusals(model, "exact"))
        .singleElement()
        .satisfies(found -> assertThat(found.help()).contains("blocked"));
  }

  @Test
  void sixteen_bits_are_read_exactly_or_not_at_all() {
    int int16 = 5;
    OnnxModel model = new OnnxModel().opset(21).input("x", 1, 4);
    model.scalar("s", 0.5).initializer(codes("z", int16, dims(), 0));
    model.initializer(codes("o", INT8, dims(), 0));
    model.initializer(codes("w", INT8, dims(4, 2), 1, 2, 3, 4, 5, 6, 7, 8));
    model.node("DequantizeLinear", "wd", "w", "s", "o").add();
    model.node("QuantizeLinear", "xq", "x", "s", "z").add();
    model.node("DequantizeLinear", "xd", "xq", "s", "z").add();
    model.node("MatMul", "r", "xd", "wd").add().node("QuantizeLinear", "y", "r", "s", "z").add();
    model.output("y");
    assertThat(requantizations(model, "exact"))
        .singleElement()
        .satisfies(q -> assertThat(q.type()).hasToString("s16"));
    assertThat(refusals(model, "onnxruntime")).isNotEmpty();
  }

  @Test
  void four_bits_are_packed_low_half_first() {
    int int4 = 22;
    OnnxModel model = new OnnxModel().opset(21).input("x", 1, 3);
    model.scalar("s", 0.5).initializer(codes("z", UINT8, dims(), 0));
    model.initializer(codes("w", int4, dims(3, 1), 0x8F, 0x07).toBuilder().build());
    model.node("DequantizeLinear", "wd", "w", "s").add();
    model.node("QuantizeLinear", "xq", "x", "s", "z").add();
    model.node("DequantizeLinear", "xd", "xq", "s", "z").add();
    model.node("MatMul", "r", "xd", "wd").add().node("QuantizeLinear", "y", "r", "s", "z").add();
    Network network = read(model.output("y"), "exact");
    assertThat(
            network.nodes().stream()
                .filter(node -> node.result().contains("operand3"))
                .map(node -> OnnxModel.elementsOf(OnnxModel.parameter(network, node.result())))
                .toList())
        .containsExactly(List.of(-0.5, -4.0, 3.5));
  }

  @Test
  void a_bias_is_counted_in_units_of_the_accumulator() {
    OnnxModel model = quantized();
    model.scalar("bs", 0.25).initializer(codes("b", INT32, dims(2), 5, -6));
    model.initializer(codes("bz", INT32, dims(), 0));
    model.node("DequantizeLinear", "bd", "b", "bs", "bz").add();
    finished(model.node("Gemm", "r", "xd", "wd", "bd").add(), "r", "z");
    Network network = read(model, "onnxruntime");
    assertThat(OnnxModel.elementsOf(OnnxModel.parameter(network, "yq.bias")))
        .containsExactly(1.25, -1.5);
  }

  private static OnnxModel biased(double scale, long zero) {
    OnnxModel model = quantized();
    model.scalar("bs", scale).initializer(codes("b", INT32, dims(2), 5, -6));
    model.initializer(codes("bz", INT32, dims(), zero));
    model.node("DequantizeLinear", "bd", "b", "bs", "bz").add();
    return finished(model.node("Gemm", "r", "xd", "wd", "bd").add(), "r", "z");
  }

  /// The result for the input of zeros, whose product is none, in units of its scale.
  private static double[] ofZeros(OnnxModel model, String profile) {
    Certified lowered = Lowering.lower(read(model, profile), LoweringOptions.none());
    double[] y =
        new BoundaryRunner(lowered.boundary()).run(1, List.of(Samples.reals(new double[4]))).get(0);
    return DoubleStream.of(y).map(v -> v / 0.25).toArray();
  }

  @ParameterizedTest
  @CsvSource({"0.25, 0, 5, -6", "0.375, 0, 8, -9", "0.25, 3, 2, -9", "0.05, 0, 1, -1"})
  void in_real_arithmetic_a_bias_is_worth_what_its_own_scale_says(
      double scale, long zero, double first, double second) {
    // The second makes the ties 7.5 and −9; a kernel adds 5 and −6 to its accumulator all the same.
    assertThat(ofZeros(biased(scale, zero), "exact")).containsExactly(first, second);
    assertThat(ofZeros(biased(scale, zero), "onnxruntime")).containsExactly(5, -6);
  }

  @Test
  void a_factor_of_the_product_is_none_of_the_bias() {
    OnnxModel model = quantized().scalar("bs", 0.25);
    model.initializer(codes("b", INT32, dims(2), 5, -6));
    model.initializer(codes("bz", INT32, dims(), 0));
    model.node("DequantizeLinear", "bd", "b", "bs", "bz").add();
    finished(model.node("Gemm", "r", "xd", "wd", "bd").set("alpha", 0.5f).add(), "r", "z");
    assertThat(ofZeros(model, "exact")).containsExactly(5, -6);
    // The runtime does not fuse it.
    assertThat(refusals(model, "onnxruntime"))
        .singleElement()
        .satisfies(found -> assertThat(found.origin()).hasToString("model.onnx:r"));
  }

  @Test
  void a_softmax_of_one_element_is_refused_where_versions_of_the_runtime_differ() {
    OnnxModel model = quantized().node("Reshape", "n", "xd", "shape").add();
    model.ints("shape", 1, 4, 1).scalar("coarse", 1.0 / 255);
    model.node("Softmax", "r", "n").add().node("QuantizeLinear", "y", "r", "coarse", "low").add();
    assertThat(refusals(model.output("y"), "onnxruntime"))
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("one element"));
  }

  private static OnnxModel twice() {
    OnnxModel model = quantized().node("Identity", "i", "xd").add();
    model.node("QuantizeLinear", "rq", "i", "t", "low").add();
    model.node("DequantizeLinear", "rd", "rq", "t", "low").add();
    return finished(model.node("Tanh", "r", "rd").add(), "r", "z");
  }

  @Test
  void quantizers_after_one_another_are_refused_where_the_runtime_merges_them() {
    assertThat(refusals(twice(), "onnxruntime"))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.origin()).hasToString("model.onnx:rq");
              assertThat(found.message()).contains("merge");
            });
    assertThat(read(twice(), "exact").nodes()).isNotEmpty();
    assertThat(read(twice().output("rq"), "onnxruntime").nodes()).isNotEmpty();
    assertThat(read(twice().output("xq"), "onnxruntime").nodes()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.2499, 0, true", "0.2525, 0, false", "0.125, 0, false", "0.25, 1, false"})
  void a_convolution_whose_bias_has_a_scale_of_its_own_is_float_arithmetic(
      double scale, long zero, boolean fuses) {
    OnnxModel model = new OnnxModel().input("x", 1, 1, 2, 2);
    model.scalar("s", 0.5).initializer(codes("z", INT8, dims(), 3)).scalar("t", 0.25);
    model.scalar("bs", scale).initializer(codes("b", INT32, dims(1), 5));
    model.initializer(codes("bz", INT32, dims(), zero)).initializer(codes("o", INT8, dims(), 0));
    model.initializer(codes("w", INT8, dims(1, 1, 1, 1), 2));
    model.node("DequantizeLinear", "wd", "w", "s", "o").add();
    model.node("DequantizeLinear", "bd", "b", "bs", "bz").add();
    model.node("QuantizeLinear", "xq", "x", "s", "z").add();
    model.node("DequantizeLinear", "xd", "xq", "s", "z").add();
    finished(model.node("Conv", "r", "xd", "wd", "bd").add(), "r", "z");
    if (fuses) {
      assertThat(requantizations(model, "onnxruntime")).hasSize(1);
    } else {
      assertThat(refusals(model, "onnxruntime"))
          .singleElement()
          .satisfies(found -> assertThat(found.help()).contains("x_scale·w_scale", "exact"));
    }
    assertThat(read(model, "exact").nodes()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {INT8, 5})
  void in_real_arithmetic_a_softmax_is_rounded_once(int type) {
    OnnxModel model = new OnnxModel().opset(21).input("x", 1, 3).scalar("s", 0.5);
    model.scalar("t", 0.25).initializer(codes("z", type, dims(), 3));
    model.node("QuantizeLinear", "xq", "x", "s", "z").add();
    model.node("DequantizeLinear", "xd", "xq", "s", "z").add();
    finished(model.node("Softmax", "r", "xd").add(), "r", "z");
    assertThat(read(model, "exact").nodes())
        .extracting(RealNode::op)
        .filteredOn(RealRoundedSoftmax.class::isInstance)
        .singleElement()
        .satisfies(
            op ->
                assertThat((RealRoundedSoftmax) op)
                    .extracting(RealRoundedSoftmax::inputStep, RealRoundedSoftmax::step)
                    .containsExactly(Rational.parse("1/2"), Rational.parse("1/4")));
  }

  private static OnnxModel function(String operator) {
    OnnxModel model = quantized().opset(20);
    return finished(model.node(operator, "r", "xd").add(), "r", "z");
  }

  @ParameterizedTest
  @CsvSource({
    "Tanh, true, true",
    "HardSwish, true, true",
    "Sigmoid, true, true",
    "Elu, false, true",
    "Exp, false, true",
    "Erf, false, false"
  })
  void a_function_of_one_real_is_a_table_where_a_profile_has_it(
      String operator, boolean runtime, boolean exact) {
    if (runtime) {
      assertThat(read(function(operator), "onnxruntime").nodes())
          .extracting(RealNode::op)
          .hasAtLeastOneElementOfType(RealLookup.class);
    } else {
      assertThat(refusals(function(operator), "onnxruntime"))
          .singleElement()
          .satisfies(found -> assertThat(found.message()).startsWith(operator + " between"));
    }
    Network network = read(function(operator), "exact");
    if (exact) {
      assertThat(network.nodes())
          .extracting(RealNode::op)
          .hasAtLeastOneElementOfType(RealLookup.class);
    } else {
      assertThatThrownBy(() -> Lowering.lower(network, LoweringOptions.none()))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("r");
    }
  }

  @Test
  void a_function_that_a_code_has_no_value_of_is_refused() {
    for (String profile : List.of("onnxruntime", "exact")) {
      assertThat(refusals(function("Sqrt"), profile))
          .singleElement()
          .satisfies(found -> assertThat(found.code()).isEqualTo(Code.IMP_BAD_PARAMETER));
    }
  }

  @Test
  void rectifiers_are_rounded_once_in_real_arithmetic() {
    OnnxModel model = quantized();
    model.node("LeakyRelu", "r", "xd").set("alpha", 0.3f).add();
    assertThat(read(finished(model, "r", "z"), "exact").nodes())
        .extracting(RealNode::op)
        .hasAtLeastOneElementOfType(RealLeakyRelu.class);
  }

  @Test
  void no_file_may_name_what_only_fusion_makes() {
    OnnxModel model = quantized();
    model.node("Tanh", "y", "xq", "s", "z", "t", "z").domain("qdq").add().output("y");
    assertThat(refusals(model, "onnxruntime"))
        .singleElement()
        .satisfies(found -> assertThat(found.code()).isEqualTo(Code.MOD_MALFORMED));
  }
}
