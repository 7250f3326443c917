package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.OnnxModel.op;
import static io.intaglio.frontend.onnx.OnnxModel.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerImportTest {
  private static OnnxModel quant(double scale, double zeroPoint, double bits) {
    return new OnnxModel()
        .input("x", 1, 4)
        .scalar("s", scale)
        .scalar("z", zeroPoint)
        .scalar("b", bits)
        .output("y");
  }

  private static OnnxModel.Node node(OnnxModel model) {
    return model.node("Quant", "y", "x", "s", "z", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "8, 1, 0, -128, 127",
    "8, 1, 1, -127, 127",
    "8, 0, 0, 0, 255",
    "8, 0, 1, 0, 254",
    "2, 1, 1, -1, 1",
    "1, 0, 0, 0, 1",
    "24, 0, 0, 0, 16777215",
    "25, 0, 0, 0, 33554432",
    "32, 1, 0, -2147483648, 2147483648",
  })
  void bounds_follow_bits_sign_and_narrowness_as_float32_holds_them(
      int bits, int signed, int narrow, long lo, long hi) {
    OnnxModel model = quant(0.5, 0, bits);
    Network network = node(model).set("signed", signed).set("narrow", narrow).add().read();
    RealQuantize quantize = (RealQuantize) op(network, "y");
    assertThat(quantize.lo()).isEqualTo(IntTensor.scalar(lo));
    assertThat(quantize.hi()).isEqualTo(IntTensor.scalar(hi));
    assertThat(quantize.scale().at(0)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "onnx.brevitas", "finn.custom_op.general", "qonnx.custom_op.general"})
  void every_domain_in_use_is_read_with_the_specified_defaults(String domain) {
    OnnxModel model = quant(0.5, 0, 4);
    RealQuantize quantize = (RealQuantize) op(node(model).domain(domain).add().read(), "y");
    assertThat(quantize.lo().at(0)).isEqualTo(-8);
    assertThat(quantize.rounding()).isEqualTo(Rounding.HALF_EVEN);
  }

  @Test
  void other_domains_are_refused_by_name() {
    OnnxModel model = quant(0.5, 0, 4);
    assertThat(node(model).domain("my.domain").add().refusal(Code.IMP_UNSUPPORTED_OPERATOR))
        .hasToString(
            "model.onnx:y: error: the operator my.domain.Quant is not supported [IMP-001]\n"
                + "  help: replace it by supported operators, or cut the model before it");
  }

  @ParameterizedTest
  @CsvSource({
    "ROUND, HALF_EVEN",
    "half_even, HALF_EVEN",
    "CEIL, CEIL",
    "FLOOR, FLOOR",
    "UP, AWAY_FROM_ZERO",
    "DOWN, TOWARD_ZERO",
    "HALF_UP, HALF_AWAY",
    "HALF_DOWN, HALF_TOWARD_ZERO",
  })
  void rounding_modes_have_qonnx_meanings(String name, Rounding rounding) {
    OnnxModel model = quant(0.5, 0, 4);
    Network network = node(model).set("rounding_mode", name).add().read();
    assertThat(((RealQuantize) op(network, "y")).rounding()).isEqualTo(rounding);
  }

  @Test
  void one_signed_bit_is_bipolar() {
    OnnxModel model = quant(0.25, 0, 1);
    RealBipolar bipolar = (RealBipolar) op(node(model).set("narrow", 1).add().read(), "y");
    assertThat(bipolar.scale().at(0)).isEqualTo(Rational.parse("1/4"));
  }

  @Test
  void bipolar_quant_is_read() {
    OnnxModel model = new OnnxModel().input("x", 1, 4).scalar("s", 2).output("y");
    Network network =
        model.node("BipolarQuant", "y", "x", "s").domain("onnx.brevitas").add().read();
    assertThat(((RealBipolar) op(network, "y")).scale().at(0)).isEqualTo(Rational.of(2));
  }

  @Test
  void scales_per_channel_keep_their_axis() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2, 3, 3)
            .floats("s", dims(1, 2, 1, 1), 0.5, 0.25)
            .scalar("z", 0)
            .scalar("b", 4)
            .output("y");
    RealQuantize quantize = (RealQuantize) op(node(model).add().read(), "y");
    assertThat(quantize.scale().shape()).isEqualTo(Shape.of(1, 2, 1, 1));
  }

  @Test
  void double_and_integer_parameters_promote_the_quantizer() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .doubles("s", dims(), 0.1)
            .integer("z", 0)
            .integer("b", 4)
            .output("y");
    RealQuantize quantize = (RealQuantize) op(node(model).add().read(), "y");
    assertThat(quantize.scale().type()).isEqualTo(FloatType.FLOAT64);
    assertThat(quantize.scale().at(0)).isEqualTo(0.1);
    assertThat(quantize.zeroPoint().type()).isEqualTo(FloatType.FLOAT64);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void scales_that_mean_nothing_are_refused(double scale) {
    node(quant(scale, 0, 8)).add().refusal(Code.IMP_BAD_PARAMETER);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2.5, 0, -3, 63, 1e30, Double.NaN})
  void bit_widths_that_are_no_small_whole_number_are_refused(double bits) {
    node(quant(1, 0, bits)).add().refusal(Code.IMP_BAD_PARAMETER);
  }

  @Test
  void an_infinite_zero_point_and_an_unknown_rounding_mode_are_refused() {
    node(quant(1, Double.NEGATIVE_INFINITY, 8)).add().refusal(Code.IMP_BAD_PARAMETER);
    OnnxModel model = quant(1, 0, 8);
    node(model).set("rounding_mode", "SIDEWAYS").add().refusal(Code.IMP_BAD_PARAMETER);
  }

  @Test
  void one_signed_bit_with_a_zero_point_is_refused() {
    node(quant(1, 0.5, 1)).add().refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void a_scale_that_depends_on_the_input_is_refused() {
    OnnxModel model = new OnnxModel().input("x", 1, 4).scalar("z", 0).scalar("b", 8).output("y");
    model.node("Quant", "y", "x", "x", "z", "b").add().refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void a_scale_that_does_not_broadcast_is_refused() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 4)
            .floats("s", dims(3), 1, 1, 1)
            .scalar("z", 0)
            .scalar("b", 8)
            .output("y");
    node(model).add().refusal(Code.IMP_SHAPE);
  }

  @Test
  void attributes_that_are_not_understood_are_refused() {
    OnnxModel model = quant(1, 0, 8);
    assertThat(node(model).set("colour", 1).add().refusal(Code.IMP_UNSUPPORTED_FORM).message())
        .contains("colour");
  }

  @Test
  void all_faults_are_reported_in_one_run() {
    OnnxModel model =
        quant(0, 0, 8)
            .scalar("nan", Double.NaN)
            .scalar("half", 0.5)
            .node("Quant", "a", "x", "s", "z", "b")
            .add()
            .node("Quant", "c", "a", "nan", "z", "b")
            .add()
            .node("LpNormalization", "d", "c")
            .add()
            .node("Quant", "y", "d", "half", "z", "half")
            .add();
    assertThat(model.refusals())
        .extracting(found -> found.origin() + " " + found.code())
        .containsExactly(
            "model.onnx:a IMP_BAD_PARAMETER",
            "model.onnx:c IMP_BAD_PARAMETER",
            "model.onnx:d IMP_UNSUPPORTED_OPERATOR",
            "model.onnx:y IMP_BAD_PARAMETER");
  }

  // Constants.

  private static RealTensor.Grid weights(OnnxModel.Node quant, int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return (RealTensor.Grid) parameter(addTo(quant.add(), count), "q");
  }

  private static Network addTo(OnnxModel model, int count) {
    return model
        .input("x", 1, count)
        .node("Mul", "m", "x", "q")
        .add()
        .quantized("y", "m")
        .output("y")
        .read();
  }

  private static OnnxModel.Node constantQuant(double scale, double zero, int bits, double... w) {
    return new OnnxModel()
        .floats("w", dims(w.length), w)
        .scalar("s", scale)
        .scalar("z", zero)
        .scalar("b", bits)
        .node("Quant", "q", "w", "s", "z", "b");
  }

  @Test
  void constants_are_divided_in_float32() {
    // The exact quotient is above 2.5, the float32 one is 2.5 and ties to the even 2.
    RealTensor.Grid grid = weights(constantQuant(0.08259847f, 0, 3, 0.20649618f), 1);
    assertThat(grid.codes().at(0)).isEqualTo(2);
    assertThat(grid.step().at(0)).isEqualTo(Rational.of(0.08259847f));
  }

  @Test
  void constants_are_divided_in_float64_where_the_scale_is() {
    OnnxModel model =
        new OnnxModel()
            .floats("w", dims(1), 0.20649618f)
            .doubles("s", dims(), 0.08259847f)
            .integer("z", 0)
            .integer("b", 3);
    RealTensor.Grid grid = weights(model.node("Quant", "q", "w", "s", "z", "b"), 1);
    assertThat(grid.codes().at(0)).isEqualTo(3);
  }

  @Test
  void constants_are_clamped_before_they_are_rounded() {
    RealTensor.Grid grid =
        weights(constantQuant(1, 0, 3, -9, -4.5, -3.5, -2.5, 0.5, 1.5, 3.4, 1e30), 8);
    assertThat(grid.codes().toArray()).containsExactly(-4, -4, -4, -2, 0, 2, 3, 3);
  }

  @Test
  void zero_points_stay_beside_the_codes() {
    RealTensor.Grid grid = weights(constantQuant(0.5, 1.5, 8, 0, 1).set("signed", 0), 2);
    assertThat(grid.codes().toArray()).containsExactly(2, 4);
    assertThat(grid.at(0)).isEqualTo(Rational.parse("1/4"));
  }

  @ParameterizedTest
  @CsvSource({
    "HALF_UP, 0.5, 1",
    "HALF_UP, -2.5, -3",
    "HALF_UP, 0.49999997, 1",
    "HALF_DOWN, 2.5, 2",
    "HALF_DOWN, -0.5, 0",
    "UP, 0.1, 1",
    "UP, -0.1, -1",
    "DOWN, -1.9, -1",
    "CEIL, -1.9, -1",
    "FLOOR, -1.1, -2",
  })
  void constants_are_rounded_by_the_functions_of_the_runtime(String mode, double w, long code) {
    RealTensor.Grid grid = weights(constantQuant(1, 0, 8, w).set("rounding_mode", mode), 1);
    assertThat(grid.codes().at(0)).isEqualTo(code);
  }

  @Test
  void constants_of_one_signed_bit_are_signs_and_zero_is_plus() {
    RealTensor.Grid grid = weights(constantQuant(0.5, 0, 1, -3, -0.0, 0, 3), 4);
    assertThat(grid.codes().toArray()).containsExactly(-1, 1, 1, 1);
    assertThat(grid.at(0)).isEqualTo(Rational.parse("-1/2"));
  }

  @Test
  void a_quantized_constant_may_be_infinite_but_not_undefined() {
    RealTensor.Grid grid = weights(constantQuant(1, 0, 3, Double.NEGATIVE_INFINITY), 1);
    assertThat(grid.codes().at(0)).isEqualTo(-4);
    OnnxModel model = constantQuant(1, 0, 3, Double.NaN).add();
    model.input("x", 1, 1).node("Mul", "y", "x", "q").add().output("y");
    model.refusal(Code.IMP_BAD_PARAMETER);
  }

  @Test
  void bipolar_constants_are_signs() {
    OnnxModel model = new OnnxModel().floats("w", dims(3), -1, 0, 5).scalar("s", 0.5);
    RealTensor.Grid grid = weights(model.node("BipolarQuant", "q", "w", "s"), 3);
    assertThat(grid.codes().toArray()).containsExactly(-1, 1, 1);
    assertThat(grid.step().at(0)).isEqualTo(Rational.parse("1/2"));
  }

  // Trunc.

  private static OnnxModel truncated() {
    return new OnnxModel()
        .input("x", 1, 4)
        .scalar("s", 0.25)
        .scalar("z", 4)
        .scalar("in", 8)
        .scalar("out", 4)
        .scalar("os", 2)
        .output("y");
  }

  @Test
  void version_1_of_trunc_keeps_scale_and_zero_point() {
    OnnxModel model = truncated();
    Network network = model.node("Trunc", "y", "x", "s", "z", "in", "out").add().read();
    RealTruncate truncate = (RealTruncate) op(network, "y");
    assertThat(truncate.shift()).isEqualTo(4);
    assertThat(truncate.clamps()).isFalse();
    assertThat(truncate.rounding()).isEqualTo(Rounding.FLOOR);
    assertThat(truncate.outScale().at(0)).isEqualTo(0.25);
    assertThat(truncate.outZeroPoint().at(0)).isEqualTo(4);
  }

  @Test
  void version_2_of_trunc_clamps_and_rescales() {
    OnnxModel model = truncated();
    Network network =
        model
            .node("Trunc", "y", "x", "s", "z", "in", "os", "out")
            .set("signed", 0)
            .set("narrow", 1)
            .set("rounding_mode", "ROUND")
            .add()
            .read();
    RealTruncate truncate = (RealTruncate) op(network, "y");
    assertThat(truncate.shift()).isEqualTo(3);
    assertThat(truncate.clamps()).isTrue();
    assertThat(truncate.lo()).isZero();
    assertThat(truncate.hi()).isEqualTo(14);
    assertThat(truncate.rounding()).isEqualTo(Rounding.HALF_EVEN);
    assertThat(truncate.outScale().at(0)).isEqualTo(2);
    assertThat(truncate.outZeroPoint().at(0)).isEqualTo(0.5);
  }

  @Test
  void trunc_that_adds_bits_is_refused() {
    OnnxModel model = truncated();
    model.node("Trunc", "y", "x", "s", "z", "out", "in").add().refusal(Code.IMP_BAD_PARAMETER);
  }
}
