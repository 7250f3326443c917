package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.op;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.op.Ref;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitImportTest {
  private static OnnxModel image(int opset) {
    return new OnnxModel().opset(opset).input("x", 1, 5, 4).ints("parts", 1, 4);
  }

  private static OnnxModel finished(OnnxModel.Node split) {
    OnnxModel model = split.output("b").add();
    return model.quantized("p", "a").quantized("q", "b").output("p").output("q");
  }

  private static List<Integer> extents(Network network, int axis) {
    return Stream.of("a", "b").map(name -> network.shapes().get(name).dim(axis)).toList();
  }

  private static OnnxModel.Node form(int opset, String form) {
    OnnxModel model = image(opset);
    return switch (form) {
      case "attribute" -> model.node("Split", "a", "x").set("axis", 1).list("split", 1, 4);
      case "input" -> model.node("Split", "a", "x", "parts").set("axis", -2);
      case "equal" -> model.node("Split", "a", "x").set("axis", 2);
      default -> model.node("Split", "a", "x").set("axis", 1).set("num_outputs", 2);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "2, attribute, 1, 4",
    "11, attribute, 1, 4",
    "13, input, 1, 4",
    "18, input, 1, 4",
    "18, number, 3, 2",
    "2, equal, 5, 5",
    "13, equal, 5, 5"
  })
  void splits_in_every_form(int opset, String form, int first, int second) {
    Network network = finished(form(opset, form)).read();
    assertThat(extents(network, 1)).containsExactly(first, second);
    boolean columns = form.equals("equal");
    assertThat(op(network, "b"))
        .isEqualTo(
            new RealSlice(
                new Ref("x"), columns ? List.of(0, 0, 2) : List.of(0, first, 0), List.of(1, 1, 1)));
  }

  @Test
  void an_output_without_a_name_is_left_out() {
    OnnxModel model = image(13);
    model.node("Split", "", "x", "parts").set("axis", 1).output("b").add();
    Network network = model.quantized("q", "b").output("q").read();
    assertThat(network.shapes().get("b").dim(1)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "-1, 6", "9223372036854775807, -9223372036854775802"})
  void parts_that_are_not_the_whole_are_refused(long first, long rest) {
    OnnxModel model = new OnnxModel().input("x", 1, 5, 4).ints("parts", first, rest);
    finished(model.node("Split", "a", "x", "parts").set("axis", 1)).refusal(Code.IMP_SHAPE);
  }

  @Test
  void extents_that_do_not_divide_are_refused() {
    finished(image(13).node("Split", "a", "x").set("axis", 1)).refusal(Code.IMP_SHAPE);
  }
}
