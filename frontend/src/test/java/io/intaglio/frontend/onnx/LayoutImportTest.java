package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.OnnxModel.nodeOf;
import static io.intaglio.frontend.onnx.OnnxModel.op;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutImportTest {
  private static OnnxModel image() {
    return new OnnxModel().input("x", -1, 2, 3, 4);
  }

  private static Network read(OnnxModel.Node node) {
    return node.add().quantized("y", "m").output("y").read();
  }

  private static OnnxModel refused(OnnxModel.Node node) {
    return node.add().quantized("y", "m").output("y");
  }

  @Test
  void flatten_keeps_the_batch() {
    Network network = read(image().node("Flatten", "m", "x"));
    assertThat(op(network, "m")).isEqualTo(new RealReshape(new Ref("x")));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 24));
    network = read(image().node("Flatten", "m", "x").set("axis", -4));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 24));
  }

  @Test
  void reshape_fills_zeros_and_the_open_extent() {
    Network network = read(image().ints("s", 0, -1, 4).node("Reshape", "m", "x", "s"));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 6, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,5", "1,-1,-1", "1,-1,5", "-2,24", "0,0,0,0,0", "24", "2,12"})
  void reshapes_that_cannot_be_are_refused(String shape) {
    long[] extents = List.of(shape.split(",", -1)).stream().mapToLong(Long::parseLong).toArray();
    refused(image().ints("s", extents).node("Reshape", "m", "x", "s")).refusal(Code.IMP_SHAPE);
  }

  @Test
  void the_shape_of_the_input_folds_with_a_batch_of_one() {
    OnnxModel model = image().integer("zero", 0).ints("rest", -1).ints("axes", 0);
    model.node("Shape", "shape", "x").add();
    model.node("Gather", "n", "shape", "zero").add();
    model.node("Unsqueeze", "batch", "n", "axes").add();
    model.node("Concat", "s", "batch", "rest").set("axis", 0).add();
    Network network = read(model.node("Reshape", "m", "x", "s"));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 24));
    assertThat(network.nodes()).hasSize(2);
  }

  @Test
  void transpose_permutes_and_by_default_reverses() {
    Network network = read(image().node("Transpose", "m", "x").list("perm", 0, 2, 3, 1));
    assertThat(op(network, "m")).isEqualTo(new RealTranspose(new Ref("x"), List.of(0, 2, 3, 1)));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 3, 4, 2));
    assertThat(refused(image().node("Transpose", "m", "x")).refusal(Code.IMP_SHAPE).message())
        .contains("batch");
    refused(image().node("Transpose", "m", "x").list("perm", 0, 0, 1, 2)).refusal(Code.IMP_SHAPE);
  }

  @Test
  void squeeze_and_unsqueeze_take_axes_from_either_place() {
    OnnxModel old = new OnnxModel().opset(11).input("x", 1, 1, 3);
    assertThat(nodeOf(read(old.node("Squeeze", "m", "x").list("axes", 1)), "m").shape())
        .isEqualTo(Shape.of(1, 3));
    OnnxModel young = new OnnxModel().input("x", 1, 3).ints("axes", 1, -1);
    assertThat(nodeOf(read(young.node("Unsqueeze", "m", "x", "axes")), "m").shape())
        .isEqualTo(Shape.of(1, 1, 3, 1));
    refused(image().ints("axes", 1).node("Squeeze", "m", "x", "axes")).refusal(Code.IMP_SHAPE);
    refused(image().ints("axes", 1, 1).node("Unsqueeze", "m", "x", "axes")).refusal(Code.IMP_SHAPE);
  }

  @Test
  void squeezing_the_batch_away_is_refused() {
    refused(new OnnxModel().input("x", 1, 3).node("Squeeze", "m", "x")).refusal(Code.IMP_SHAPE);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4, 1, 0, 1, 4",
    "1, 9223372036854775807, 1, 1, 1, 3",
    "-3, -1, 1, 1, 1, 2",
    "0, 4, 3, 0, 3, 2",
    "-1, -9223372036854775808, -1, 3, -1, 4",
    "3, 0, -2, 3, -2, 2",
    "-100, 100, 100, 0, 1, 1",
    "2, 3, -9223372036854775808, 0, 1, 0",
  })
  void slices_are_clamped_as_onnx_says(
      long start, long end, long step, int first, int stride, int count) {
    OnnxModel model =
        image().ints("starts", start).ints("ends", end).ints("axes", 3).ints("steps", step);
    OnnxModel.Node slice = model.node("Slice", "m", "x", "starts", "ends", "axes", "steps");
    if (count == 0) {
      refused(slice).refusal(Code.IMP_SHAPE);
      return;
    }
    Network network = read(slice);
    RealSlice op = (RealSlice) op(network, "m");
    assertThat(op.starts()).containsExactly(0, 0, 0, first);
    assertThat(op.steps()).containsExactly(1, 1, 1, stride);
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 3, count));
  }

  @Test
  void slices_of_old_versions_have_attributes() {
    OnnxModel model = image().opset(9);
    Network network = read(model.node("Slice", "m", "x").list("starts", 0, 1).list("ends", 1, 2));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 1, 3, 4));
  }

  @Test
  void concat_mixes_activations_and_constants() {
    OnnxModel model = new OnnxModel().input("x", 1, 2).floats("c", dims(1, 3), 1, 2, 3);
    Network network = read(model.node("Concat", "m", "x", "c", "x").set("axis", -1));
    assertThat(op(network, "m"))
        .isEqualTo(new RealConcat(List.of(new Ref("x"), new Ref("c"), new Ref("x")), 1));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 7));
    OnnxModel rank = new OnnxModel().input("x", 1, 2).floats("c", dims(3), 1, 2, 3);
    refused(rank.node("Concat", "m", "x", "c").set("axis", 1)).refusal(Code.IMP_SHAPE);
  }

  @Test
  void concat_along_the_batch_is_refused() {
    refused(image().node("Concat", "m", "x", "x").set("axis", 0)).refusal(Code.IMP_SHAPE);
  }

  @Test
  void pad_takes_its_widths_and_value_from_inputs() {
    OnnxModel model = image().ints("p", 0, 0, 1, 2, 0, 0, 3, 4).scalar("v", -0.5);
    Network network = read(model.node("Pad", "m", "x", "p", "v"));
    assertThat(op(network, "m"))
        .isEqualTo(
            new RealPad(
                new Ref("x"), List.of(0, 0, 1, 2), List.of(0, 0, 3, 4), Rational.parse("-1/2")));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 7, 10));
  }

  @Test
  void negative_pads_cut_first() {
    OnnxModel model = image().opset(10);
    Network network = read(model.node("Pad", "m", "x").list("pads", 0, 0, -1, 2, 0, 0, 0, -3));
    assertThat(op(network, "m.cut"))
        .isEqualTo(new RealSlice(new Ref("x"), List.of(0, 0, 1, 0), List.of(1, 1, 1, 1)));
    assertThat(nodeOf(network, "m.cut").shape()).isEqualTo(Shape.of(1, 2, 2, 1));
    assertThat(nodeOf(network, "m").shape()).isEqualTo(Shape.of(1, 2, 2, 3));
  }

  @Test
  void pads_by_reflection_or_without_measure_are_refused() {
    refused(image().opset(10).node("Pad", "m", "x").set("mode", "reflect"))
        .refusal(Code.IMP_UNSUPPORTED_FORM);
    refused(image().opset(10).node("Pad", "m", "x").list("pads", 0, 0, 0, 0, 0, 0, 0, 1L << 50))
        .refusal(Code.IMP_SHAPE);
    refused(image().opset(10).node("Pad", "m", "x").list("pads", 0, 0, -3, 0, 0, 0, 0, 0))
        .refusal(Code.IMP_SHAPE);
  }

  @Test
  void dropout_and_identity_hand_their_operand_through() {
    OnnxModel model = image().node("Dropout", "d", "x").set("ratio", 0.5f).add();
    Network network = read(model.node("Identity", "m", "d"));
    assertThat(((RealQuantize) op(network, "y")).x()).isEqualTo(new Ref("x"));
    refused(image().opset(6).node("Dropout", "m", "x").set("is_test", 0))
        .refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void an_integer_image_is_cast_and_keeps_its_domain() {
    OnnxModel model = new OnnxModel().typedInput("x", 2, 1, 3);
    Network network = read(model.node("Cast", "m", "x").set("to", 1));
    assertThat(network.inputs().get(0).format()).contains(InputFormat.parse("u8"));
    assertThat(network.nodes()).hasSize(1);
    OnnxModel uncast = new OnnxModel().typedInput("x", 2, 1, 3).output("y").quantized("y", "x");
    uncast.refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void casts_that_may_change_an_activation_are_refused() {
    refused(image().node("Cast", "m", "x").set("to", 7)).refusal(Code.IMP_UNSUPPORTED_FORM);
    refused(image().node("Cast", "m", "x").set("to", 16)).refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void expand_of_an_activation_is_refused_unless_it_changes_nothing() {
    OnnxModel same = image().ints("s", 3, 4);
    assertThat(read(same.node("Expand", "m", "x", "s")).nodes()).hasSize(1);
    refused(image().ints("s", 5, 2, 3, 4).node("Expand", "m", "x", "s"))
        .refusal(Code.IMP_UNSUPPORTED_FORM);
  }
}
