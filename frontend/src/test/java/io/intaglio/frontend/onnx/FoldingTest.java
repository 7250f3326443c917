package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.OnnxModel.elementsOf;
import static io.intaglio.frontend.onnx.OnnxModel.floatTensor;
import static io.intaglio.frontend.onnx.OnnxModel.intTensor;
import static io.intaglio.frontend.onnx.OnnxModel.nodeOf;
import static io.intaglio.frontend.onnx.OnnxModel.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {
  /// The constant that the node `c` folds to.
  private static RealTensor folded(OnnxModel.Node node) {
    return parameter(added(node).read(), "c");
  }

  private static OnnxModel added(OnnxModel.Node node) {
    OnnxModel model = node.add().input("x", 1, 1);
    return model.node("Add", "m", "x", "c").add().quantized("y", "m").output("y");
  }

  private static OnnxModel numbers(double a, double b) {
    return new OnnxModel().floats("a", dims(1), a).floats("b", dims(1), b);
  }

  @Test
  void arithmetic_is_rounded_to_float32_operator_by_operator() {
    assertThat(folded(numbers(0.1f, 0.2f).node("Add", "c", "a", "b")).at(0))
        .isEqualTo(Rational.of(0.1f + 0.2f));
    assertThat(folded(numbers(0.1f, 0.3f).node("Sub", "c", "a", "b")).at(0))
        .isEqualTo(Rational.of(0.1f - 0.3f));
    assertThat(folded(numbers(0.1f, 0.3f).node("Mul", "c", "a", "b")).at(0))
        .isEqualTo(Rational.of(0.1f * 0.3f));
    assertThat(folded(numbers(1, 3).node("Div", "c", "a", "b")).at(0))
        .isEqualTo(Rational.of(1f / 3f));
    assertThat(folded(numbers(2, 0).node("Sqrt", "c", "a")).at(0))
        .isEqualTo(Rational.of((float) Math.sqrt(2)));
    assertThat(folded(numbers(3, 0).node("Reciprocal", "c", "a")).at(0))
        .isEqualTo(Rational.of(1f / 3f));
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 8", "4, -1, 0.25", "3, 1, 3", "7, 0, 1", "9, 0.5, 3", "-3, 2, 9"})
  void powers_are_folded_where_all_runtimes_agree(double base, double exponent, double power) {
    assertThat(folded(numbers(base, exponent).node("Pow", "c", "a", "b")).at(0))
        .isEqualTo(Rational.of(power));
  }

  @ParameterizedTest
  @CsvSource({"2, 0.3", "3, -1", "1.1, 3", "0, -1", "10, 40"})
  void powers_that_runtimes_disagree_about_are_refused(double base, double exponent) {
    added(numbers(base, exponent).node("Pow", "c", "a", "b")).refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void a_folded_constant_that_is_not_finite_is_refused() {
    added(numbers(1, 0).node("Div", "c", "a", "b")).refusal(Code.IMP_BAD_PARAMETER);
    added(numbers(3e38, 3e38).node("Add", "c", "a", "b")).refusal(Code.IMP_BAD_PARAMETER);
  }

  @Test
  void arithmetic_on_a_quantized_constant_uses_the_numbers_of_the_runtime() {
    OnnxModel model = new OnnxModel().floats("w", dims(1), 0.7).scalar("s", 0.1f);
    model.scalar("z", 0).scalar("b", 8).floats("k", dims(1), 0.3f);
    model.node("Quant", "q", "w", "s", "z", "b").add();
    float seven = 7 * 0.1f;
    assertThat(folded(model.node("Mul", "c", "q", "k")).at(0)).isEqualTo(Rational.of(seven * 0.3f));
  }

  @Test
  void a_transposed_quantized_constant_keeps_its_scale_per_channel() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 3)
            .floats("w", dims(2, 3), 1, 2, 3, 10, 20, 30)
            .floats("s", dims(2, 1), 1, 10)
            .scalar("z", 0)
            .scalar("b", 8);
    model.node("Quant", "q", "w", "s", "z", "b").add();
    model.node("Transpose", "t", "q").add();
    model.node("MatMul", "m", "x", "t").add();
    Network network = model.quantized("y", "m").output("y").read();
    RealTensor.Grid grid = (RealTensor.Grid) parameter(network, "t");
    assertThat(grid.codes().toArray()).containsExactly(1, 1, 2, 2, 3, 3);
    assertThat(grid.step().shape()).isEqualTo(Shape.of(1, 2));
    assertThat(elementsOf(grid)).containsExactly(1.0, 10.0, 2.0, 20.0, 3.0, 30.0);
  }

  @Test
  void joined_quantized_constants_stay_on_their_grids() {
    OnnxModel model = new OnnxModel().floats("w", dims(1, 2), 1, 2).scalar("one", 1);
    model.scalar("half", 0.5).scalar("z", 0).scalar("b", 8).input("x", 1, 4);
    model.node("Quant", "p", "w", "one", "z", "b").add();
    model.node("Quant", "q", "w", "half", "z", "b").add();
    model.node("Concat", "c", "p", "q").set("axis", 1).add();
    model.node("Add", "m", "x", "c").add();
    RealTensor.Grid grid =
        (RealTensor.Grid) parameter(model.quantized("y", "m").output("y").read(), "c");
    assertThat(grid.codes().toArray()).containsExactly(1, 2, 2, 4);
    assertThat(elementsOf(grid)).containsExactly(1.0, 2.0, 1.0, 2.0);
  }

  @Test
  void a_sliced_and_reshaped_quantized_constant_keeps_its_values() {
    OnnxModel model =
        new OnnxModel()
            .input("x", 1, 2)
            .floats("w", dims(2, 3), 1, 2, 3, 10, 20, 30)
            .floats("s", dims(2, 1), 1, 10)
            .scalar("z", 0)
            .scalar("b", 8)
            .ints("from", 2)
            .ints("to", 0)
            .ints("axis", 1)
            .ints("step", -1)
            .ints("flat", -1)
            .ints("two", 2)
            .ints("four", 4)
            .ints("zero", 0);
    model.node("Quant", "q", "w", "s", "z", "b").add();
    model.node("Slice", "cut", "q", "from", "to", "axis", "step").add();
    model.node("Reshape", "flattened", "cut", "flat").add();
    model.node("Slice", "c", "flattened", "two", "four", "zero").add();
    model.node("Add", "m", "x", "c").add();
    Network network = model.quantized("y", "m").output("y").read();
    assertThat(elementsOf(parameter(network, "c"))).containsExactly(30.0, 20.0);
  }

  @Test
  void constant_nodes_of_every_form_are_read() {
    assertThat(
            folded(
                    new OnnxModel()
                        .node("Constant", "c")
                        .set("value", floatTensor("", dims(1), 1.5)))
                .at(0))
        .isEqualTo(Rational.parse("3/2"));
    assertThat(folded(new OnnxModel().node("Constant", "c").set("value_float", 2.5f)).at(0))
        .isEqualTo(Rational.parse("5/2"));
    added(new OnnxModel().node("Constant", "c").set("value_string", "two"))
        .refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void constants_of_a_shape_and_expanded_ones_are_filled() {
    OnnxModel model =
        new OnnxModel().input("x", 1, 2, 3).ints("s", 2, 3).floats("k", dims(2, 1), 5, 6);
    model.node("ConstantOfShape", "zero", "s").add();
    model.node("Expand", "e", "k", "s").add();
    model.node("Add", "c", "zero", "e").add();
    model.node("Add", "m", "x", "c").add();
    Network network = model.quantized("y", "m").output("y").read();
    assertThat(elementsOf(parameter(network, "c"))).containsExactly(5.0, 5.0, 5.0, 6.0, 6.0, 6.0);
  }

  @Test
  void integer_arithmetic_on_shapes_folds_and_casts() {
    OnnxModel model = new OnnxModel().input("x", 1, 4, 6).ints("two", 2).ints("ends", 3);
    model.node("Shape", "shape", "x").add();
    model.initializer(intTensor("last", dims(2), 1, 2));
    model.node("Gather", "hw", "shape", "last").add();
    model.node("Div", "half", "hw", "two").add();
    model.node("Mul", "double", "half", "two").add();
    model.node("Cast", "real", "double").set("to", 1).add();
    model.node("Cast", "whole", "real").set("to", 7).add();
    model.node("Constant", "one").attribute(ints("value_ints", 1)).add();
    model.node("Concat", "s", "one", "whole").set("axis", 0).add();
    model.node("Reshape", "m", "x", "s").add();
    Network network = model.quantized("y", "m").output("y").read();
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 4, 6));
  }

  private static ai.onnx.proto.OnnxMl.AttributeProto ints(String name, long value) {
    return ai.onnx.proto.OnnxMl.AttributeProto.newBuilder()
        .setName(name)
        .setType(ai.onnx.proto.OnnxMl.AttributeProto.AttributeType.INTS)
        .addInts(value)
        .build();
  }

  @Test
  void integer_overflow_and_division_by_zero_are_refused() {
    OnnxModel overflow = new OnnxModel().ints("a", Long.MAX_VALUE).ints("b", 2);
    overflow.node("Mul", "c", "a", "b").add().input("x", 1, 1);
    overflow.node("Reshape", "m", "x", "c").add().quantized("y", "m").output("y");
    overflow.refusal(Code.IMP_BAD_PARAMETER);
    OnnxModel zero = new OnnxModel().ints("a", 1).ints("b", 0);
    zero.node("Div", "c", "a", "b").add().input("x", 1, 1);
    zero.node("Reshape", "m", "x", "c").add().quantized("y", "m").output("y");
    zero.refusal(Code.IMP_BAD_PARAMETER);
  }
}
