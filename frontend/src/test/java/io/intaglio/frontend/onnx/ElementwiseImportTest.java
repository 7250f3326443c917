package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.OnnxModel.elementsOf;
import static io.intaglio.frontend.onnx.OnnxModel.nodeOf;
import static io.intaglio.frontend.onnx.OnnxModel.op;
import static io.intaglio.frontend.onnx.OnnxModel.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealDivide;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementwiseImportTest {
  private static OnnxModel operands() {
    return new OnnxModel().input("x", 1, 3).floats("c", dims(3), 1, 2, 4);
  }

  private static Network read(OnnxModel.Node node) {
    return node.add().quantized("y", "m").output("y").read();
  }

  @Test
  void arithmetic_keeps_the_order_of_its_operands() {
    Ref x = new Ref("x");
    Ref c = new Ref("c");
    assertThat(binary("Add", "x", "c")).isEqualTo(new RealAdd(x, c));
    assertThat(binary("Sub", "c", "x")).isEqualTo(new RealSubtract(c, x));
    assertThat(binary("Mul", "x", "x")).isEqualTo(new RealMultiply(x, x));
    assertThat(binary("Div", "c", "x")).isEqualTo(new RealDivide(c, x));
  }

  private static RealOp binary(String operator, String a, String b) {
    return op(read(operands().node(operator, "m", a, b)), "m");
  }

  @Test
  void operands_broadcast_either_way() {
    OnnxModel model = new OnnxModel().input("x", 1, 3).floats("c", dims(1, 2, 1), 1, 2);
    Network network = read(model.node("Add", "m", "c", "x"));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 3));
  }

  @Test
  void operands_that_do_not_broadcast_are_refused() {
    OnnxModel model = new OnnxModel().input("x", 1, 3).floats("c", dims(2), 1, 2);
    model.node("Add", "m", "x", "c").add().quantized("y", "m").output("y");
    assertThat(model.refusal(Code.IMP_SHAPE).message()).contains("[1,3]").contains("[2]");
  }

  @Test
  void a_result_without_the_batch_in_front_is_refused() {
    OnnxModel model = new OnnxModel().input("x", 1, 3).floats("c", dims(2, 1), 1, 2);
    model.node("Add", "m", "x", "c").add().quantized("y", "m").output("y");
    assertThat(model.refusal(Code.IMP_SHAPE).message()).contains("batch");
  }

  @Test
  void a_constant_divisor_of_zero_is_refused() {
    OnnxModel model = operands().floats("zero", dims(3), 1, 0, 1);
    model.node("Div", "m", "x", "zero").add().quantized("y", "m").output("y");
    model.refusal(Code.IMP_BAD_PARAMETER);
  }

  @Test
  void parameters_that_are_not_numbers_are_refused() {
    OnnxModel model = operands().floats("n", dims(1), Double.NaN);
    model.node("Add", "m", "x", "n").add().quantized("y", "m").output("y");
    model.refusal(Code.IMP_BAD_PARAMETER);
  }

  @Test
  void operands_of_two_types_are_refused() {
    OnnxModel model = operands().doubles("d", dims(1), 1);
    model.node("Add", "m", "x", "d").add().quantized("y", "m").output("y");
    model.refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void powers_of_an_activation_are_products() {
    OnnxModel square = operands().scalar("e", 2);
    assertThat(op(read(square.node("Pow", "m", "x", "e")), "m"))
        .isEqualTo(new RealMultiply(new Ref("x"), new Ref("x")));
    OnnxModel same = operands().scalar("e", 1);
    Network network = read(same.node("Pow", "m", "x", "e"));
    assertThat(((RealQuantize) op(network, "y")).x()).isEqualTo(new Ref("x"));
    OnnxModel root = operands().scalar("e", 0.5);
    root.node("Pow", "m", "x", "e").add().quantized("y", "m").output("y");
    root.refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void relu_and_leaky_relu_are_read() {
    assertThat(op(read(operands().node("Relu", "m", "x")), "m"))
        .isEqualTo(new RealRelu(new Ref("x")));
    assertThat(op(read(operands().node("LeakyRelu", "m", "x").set("alpha", 0.125f)), "m"))
        .isEqualTo(new RealLeakyRelu(new Ref("x"), 0.125f));
    assertThat(op(read(operands().node("LeakyRelu", "m", "x")), "m"))
        .isEqualTo(new RealLeakyRelu(new Ref("x"), 0.01f));
    OnnxModel falling = operands().node("LeakyRelu", "m", "x").set("alpha", -1f).add();
    falling.quantized("y", "m").output("y").refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void an_integer_constant_on_its_own_grid_needs_no_quantizer() {
    OnnxModel model = new OnnxModel().input("x", 1, 2).floats("w", dims(2, 1), -3, 5);
    Network network = read(model.node("MatMul", "m", "x", "w"));
    assertThat(elementsOf(parameter(network, "w"))).containsExactly(-3.0, 5.0);
  }

  // The end of a network.

  @Test
  void softmax_of_old_and_new_versions_runs_over_one_axis() {
    OnnxModel old = new OnnxModel().opset(9).input("x", 1, 3).quantized("q", "x");
    Network network = old.node("Softmax", "y", "q").add().output("y").read();
    assertThat(op(network, "y")).isEqualTo(new RealSoftmax(new Ref("q"), 1));
    OnnxModel young = new OnnxModel().opset(13).input("x", 1, 2, 3).quantized("q", "x");
    network = young.node("Softmax", "y", "q").add().output("y").read();
    assertThat(op(network, "y")).isEqualTo(new RealSoftmax(new Ref("q"), 2));
  }

  @Test
  void softmax_over_several_axes_is_refused() {
    OnnxModel model = new OnnxModel().opset(9).input("x", 1, 2, 3).quantized("q", "x");
    model.node("Softmax", "y", "q").add().output("y").refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void softmax_inside_the_network_is_refused() {
    OnnxModel model = new OnnxModel().input("x", 1, 3).node("Softmax", "m", "x").add();
    model.quantized("y", "m").output("y").refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void identities_behind_the_end_give_it_the_name_of_the_output() {
    OnnxModel model = new OnnxModel().input("x", 1, 3).quantized("q", "x");
    model.node("Softmax", "s", "q").add();
    model.node("Identity", "i", "s").add();
    Network network = model.node("Identity", "y", "i").add().output("y").read();
    assertThat(network.nodes()).hasSize(2);
    assertThat(op(network, "y")).isInstanceOf(RealSoftmax.class);
    assertThat(network.outputs()).containsExactly("y");
  }

  @ParameterizedTest
  @CsvSource({"1, '[1,1]'", "0, '[1]'"})
  void argmax_keeps_or_drops_its_axis(int keep, String shape) {
    OnnxModel model = new OnnxModel().input("x", 1, 3).quantized("q", "x").output("y");
    model.node("ArgMax", "y", "q").set("axis", -1).set("keepdims", keep).add();
    Network network = model.read();
    assertThat(op(network, "y")).isEqualTo(new RealArgMax(new Ref("q"), 1, keep == 1));
    assertThat(nodeOf(network, "y").shape()).hasToString(shape);
  }

  @Test
  void argmax_over_the_batch_or_of_the_last_index_is_refused() {
    OnnxModel batch = new OnnxModel().input("x", 1, 3).quantized("q", "x").output("y");
    batch.node("ArgMax", "y", "q").add().refusal(Code.IMP_UNSUPPORTED_FORM);
    OnnxModel last = new OnnxModel().input("x", 1, 3).quantized("q", "x").output("y");
    last.node("ArgMax", "y", "q").set("axis", 1).set("select_last_index", 1).add();
    last.refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "Loop", "FloatQuant", "Einsum"})
  void unsupported_operators_are_named_with_a_remedy(String operator) {
    OnnxModel model = new OnnxModel().input("x", 1, 3).node(operator, "m", "x").add();
    assertThat(model.quantized("y", "m").output("y").refusals().get(0))
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo(Code.IMP_UNSUPPORTED_OPERATOR);
              assertThat(found.message()).contains(operator);
              assertThat(found.origin()).hasToString("model.onnx:m");
              assertThat(found.help()).isNotEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({"GRU, it keeps a state, unroll it", "RandomUniformLike, its results are random, cut"})
  void operators_that_no_version_of_is_read_are_refused_with_the_reason(
      String operator, String reason, String help) {
    OnnxModel model = new OnnxModel().input("x", 1, 3).node(operator, "m", "x").add();
    Diagnostic found = model.quantized("y", "m").output("y").refusals().get(0);
    assertThat(found.message()).endsWith(operator + " is not supported: " + reason);
    assertThat(found.help()).contains(help);
  }

  @Test
  void nodes_that_no_output_depends_on_are_left_out() {
    OnnxModel model = new OnnxModel().input("x", 1, 3).input("label", 1, 3);
    model.node("Einsum", "loss", "label").add();
    Network network = model.quantized("y", "x").output("y").read();
    assertThat(network.inputs()).hasSize(1);
    assertThat(network.nodes()).hasSize(1);
  }
}
