package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.OnnxModel.floatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFileTest {
  private static OnnxModel small() {
    return new OnnxModel().input("x", 1, 4).quantized("y", "x").output("y");
  }

  private static Code only(byte[] content) {
    List<Diagnostic> found = OnnxModel.refusals(content);
    assertThat(found).hasSize(1);
    return found.get(0).code();
  }

  @Test
  void a_file_that_is_no_model_is_refused() {
    assertThat(only(new byte[0])).isEqualTo(Code.MOD_MALFORMED);
    assertThat(only("Not a model at all.".getBytes(StandardCharsets.UTF_8)))
        .isIn(Code.MOD_MALFORMED, Code.MOD_UNREADABLE);
    assertThat(only(new byte[] {8, 8})).isEqualTo(Code.MOD_UNREADABLE);
    assertThat(only(new byte[] {0x3a, 100, 1})).isEqualTo(Code.MOD_MALFORMED);
  }

  @Test
  void every_truncation_is_refused_or_read() {
    byte[] whole = small().bytes();
    int refused = 0;
    for (int length = 0; length < whole.length; length++) {
      try {
        OnnxImporter.read(Arrays.copyOf(whole, length), "cut.onnx", ImportOptions.DEFAULT);
      } catch (InvalidInput e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length - 10);
  }

  @Test
  void cycles_are_named() {
    OnnxModel model = new OnnxModel().input("x", 1, 4);
    model.node("Add", "a", "x", "b").add().node("Relu", "b", "a").add();
    Diagnostic found = model.quantized("y", "b").output("y").refusal(Code.MOD_NOT_A_DAG);
    assertThat(found.origin()).hasToString("model.onnx:a");
    assertThat(found.message()).contains("3 nodes");
  }

  @Test
  void a_node_that_reads_itself_and_a_value_that_nothing_makes_are_refused() {
    OnnxModel self = new OnnxModel().input("x", 1, 4).node("Relu", "a", "a").add();
    self.quantized("y", "a").output("y").refusal(Code.MOD_NOT_A_DAG);
    OnnxModel open = new OnnxModel().input("x", 1, 4).node("Relu", "a", "nowhere").add();
    assertThat(open.quantized("y", "a").output("y").refusal(Code.MOD_NOT_A_DAG).message())
        .contains("nowhere");
    new OnnxModel().input("x", 1, 4).output("y").refusal(Code.MOD_NOT_A_DAG);
  }

  @Test
  void a_graph_in_any_order_is_read() {
    OnnxModel model = new OnnxModel().input("x", 1, 4).quantized("y", "b");
    model.node("Relu", "b", "a").add().node("Relu", "a", "x").add();
    assertThat(model.output("y").read().nodes())
        .extracting(node -> node.result())
        .containsExactly("a", "b", "y");
  }

  @Test
  void names_that_are_given_twice_are_all_refused() {
    OnnxModel model = small().input("x", 1, 4).scalar("y.scale", 2).quantized("y", "x");
    assertThat(model.refusals())
        .hasSizeGreaterThanOrEqualTo(3)
        .extracting(Diagnostic::code)
        .containsOnly(Code.MOD_MALFORMED);
    small().output("y").refusal(Code.MOD_MALFORMED);
  }

  @Test
  void an_initializer_may_also_be_an_input() {
    OnnxModel model = small().input("y.scale");
    assertThat(model.read().inputs()).hasSize(1);
  }

  @Test
  void names_with_control_characters_are_refused_and_printed_harmlessly() {
    OnnxModel model = new OnnxModel().input("x", 1, 4);
    model.node("Erf\u001b[2J", "bad\nname\u202e", "x").add();
    model.quantized("y", "bad\nname\u202e").output("y");
    assertThat(model.refusals())
        .isNotEmpty()
        .allSatisfy(
            found -> {
              assertThat(found.origin().toString()).doesNotContain("\n").doesNotContain("\u202e");
              assertThat(found.message()).doesNotContain("\n").doesNotContain("\u001b");
            });
    OnnxModel operator = new OnnxModel().input("x", 1, 4).node("Erf\u001b[2J", "m", "x").add();
    assertThat(operator.quantized("y", "m").output("y").refusal(Code.IMP_UNSUPPORTED_OPERATOR))
        .satisfies(found -> assertThat(found.message()).doesNotContain("\u001b"));
  }

  // Sizes.

  private static TensorProto.Builder declared(String name, long... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(1);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  private static OnnxModel adding(TensorProto tensor) {
    OnnxModel model = new OnnxModel().input("x", 1, 4).initializer(tensor);
    model.node("Add", "m", "x", tensor.getName()).add();
    return model.quantized("y", "m").output("y");
  }

  @Test
  void declared_sizes_are_checked_before_allocation() {
    adding(declared("w", 1L << 40).build()).refusal(Code.MOD_TOO_LARGE);
    adding(declared("w", 1 << 20, 1 << 20).build()).refusal(Code.MOD_TOO_LARGE);
    adding(declared("w", Long.MAX_VALUE, Long.MAX_VALUE, 4).build()).refusal(Code.MOD_TOO_LARGE);
    adding(declared("w", 1 << 27).build()).refusal(Code.MOD_MALFORMED);
    adding(declared("w", -4).build()).refusal(Code.MOD_MALFORMED);
    adding(declared("w", Long.MIN_VALUE).build()).refusal(Code.MOD_MALFORMED);
    adding(declared("w", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1).build()).refusal(Code.MOD_TOO_LARGE);
  }

  @Test
  void data_that_do_not_fit_the_shape_are_refused() {
    ByteString bytes = ByteString.copyFrom(new byte[15]);
    adding(declared("w", 4).setRawData(bytes).build()).refusal(Code.MOD_MALFORMED);
    adding(declared("w", 3).setRawData(bytes.concat(bytes)).build()).refusal(Code.MOD_MALFORMED);
    adding(declared("w", 2).addFloatData(1).build()).refusal(Code.MOD_MALFORMED);
    adding(declared("w", 1).setDataType(8).addStringData(bytes).build())
        .refusal(Code.MOD_MALFORMED);
    adding(declared("w", 1).setDataType(3).addInt32Data(1000).build()).refusal(Code.MOD_MALFORMED);
  }

  @Test
  void data_in_other_files_are_refused_whatever_the_path() {
    TensorProto.Builder tensor = declared("w", 4);
    tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL);
    tensor.addExternalData(
        StringStringEntryProto.newBuilder().setKey("location").setValue("../../etc/passwd"));
    assertThat(adding(tensor.build()).refusal(Code.MOD_MALFORMED).message())
        .contains("another file");
  }

  @Test
  void sparse_initializers_are_refused() {
    OnnxModel model = small();
    model.graph.addSparseInitializer(
        SparseTensorProto.newBuilder().setValues(declared("w", 1)).addDims(1L << 40));
    model.refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 40, Long.MAX_VALUE, -2, 0})
  void absurd_input_shapes_are_refused(long extent) {
    OnnxModel model = new OnnxModel().input("x", 1, extent, 4).quantized("y", "x").output("y");
    assertThat(model.refusals().get(0).code()).isIn(Code.IMP_SHAPE, Code.MOD_TOO_LARGE);
  }

  @Test
  void inputs_without_a_batch_or_with_open_extents_are_refused() {
    new OnnxModel().input("x").quantized("y", "x").output("y").refusal(Code.IMP_SHAPE);
    new OnnxModel().input("x", 16).quantized("y", "x").output("y").refusal(Code.IMP_SHAPE);
    new OnnxModel().input("x", 1, -1).quantized("y", "x").output("y").refusal(Code.IMP_SHAPE);
    assertThat(new OnnxModel().input("x", -1, 4).quantized("y", "x").output("y").read().inputs())
        .hasSize(1);
  }

  @Test
  void constants_that_blow_up_are_refused_before_they_are_made() {
    OnnxModel filled = new OnnxModel().input("x", 1, 4).ints("s", 1, 1 << 14, 1 << 12);
    filled.node("ConstantOfShape", "c", "s").add().node("Add", "m", "x", "c").add();
    filled.quantized("y", "m").output("y").refusal(Code.MOD_TOO_LARGE);
    OnnxModel expanded = new OnnxModel().input("x", 1, 4).ints("s", 1 << 13, 1 << 13, 1);
    expanded.floats("one", dims(1), 1).node("Expand", "c", "one", "s").add();
    expanded.node("Add", "m", "x", "c").add();
    expanded.quantized("y", "m").output("y").refusal(Code.MOD_TOO_LARGE);
    OnnxModel broadcast = new OnnxModel().input("x", 1, 4).ints("a", 1, 9000).ints("b", 9000, 1);
    broadcast.node("ConstantOfShape", "p", "a").add().node("ConstantOfShape", "q", "b").add();
    broadcast.node("Add", "c", "p", "q").add().node("Add", "m", "x", "c").add();
    broadcast.quantized("y", "m").output("y").refusal(Code.MOD_TOO_LARGE);
  }

  @Test
  void hosts_of_scales_are_refused_before_they_are_made_exact() {
    OnnxModel model = new OnnxModel().input("x", 1, 1).scalar("z", 0).scalar("b", 8);
    double[] scales = new double[600_000];
    Arrays.setAll(scales, i -> i + 1);
    model.floats("s", dims(scales.length), scales).node("Quant", "q", "s", "s", "z", "b").add();
    model.node("Add", "m", "x", "q").add();
    model.quantized("y", "m").output("y").refusal(Code.MOD_TOO_LARGE);
  }

  @Test
  void a_chain_that_doubles_a_constant_ends_in_a_refusal() {
    OnnxModel model = new OnnxModel().input("x", 1, 1).floats("c0", dims(1, 2), 1, 2);
    for (int i = 0; i < 60; i++) {
      model.node("Concat", "c" + (i + 1), "c" + i, "c" + i).set("axis", 0).add();
    }
    model.node("Add", "m", "x", "c60").add();
    model.quantized("y", "m").output("y").refusal(Code.MOD_TOO_LARGE);
  }

  @Test
  void activations_that_blow_up_are_refused() {
    OnnxModel padded = new OnnxModel().opset(10).input("x", 1, 1 << 10, 1 << 10);
    padded.node("Pad", "m", "x").list("pads", 0, 0, 0, 0, 1 << 20, 1 << 20).add();
    padded.quantized("y", "m").output("y").refusal(Code.MOD_TOO_LARGE);
    OnnxModel wide = new OnnxModel().input("x", 1, (1 << 22) + 1).quantized("y", "x");
    assertThat(wide.output("y").refusals().get(0).code()).isEqualTo(Code.MOD_TOO_LARGE);
    OnnxModel many = new OnnxModel().input("x", 1, 1 << 22).node("Relu", "r0", "x").add();
    for (int i = 0; i < 16; i++) {
      many.node("Relu", "r" + (i + 1), "r" + i).add();
    }
    many.quantized("y", "r16").output("y");
    assertThat(many.refusals().get(0).message()).contains("activations");
    OnnxModel doubled = new OnnxModel().input("x", 1, 2).node("Identity", "c0", "x").add();
    for (int i = 0; i < 60; i++) {
      doubled.node("Concat", "c" + (i + 1), "c" + i, "c" + i).set("axis", 1).add();
    }
    doubled.quantized("y", "c60").output("y").refusal(Code.MOD_TOO_LARGE);
  }

  // Structure.

  @Test
  void control_flow_is_refused() {
    OnnxModel model = new OnnxModel().input("x", 1, 4);
    AttributeProto branch =
        AttributeProto.newBuilder()
            .setName("then_branch")
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(GraphProto.newBuilder())
            .build();
    model.node("If", "m", "x").attribute(branch).add();
    assertThat(model.quantized("y", "m").output("y").refusal(Code.IMP_UNSUPPORTED_OPERATOR).help())
        .contains("control flow");
  }

  private static byte[] field(int number, byte[] content) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFrom(content)).build();
    return UnknownFieldSet.newBuilder().addField(number, field).build().toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 60, 5000})
  void deeply_nested_graphs_are_refused(int depth) {
    // The fields node of a graph, attribute of a node and graph of an attribute, inside out.
    byte[] content = new byte[0];
    for (int i = 0; i < depth; i++) {
      content = field(1, field(5, field(6, content)));
    }
    content = field(7, content);
    assertThat(only(content)).isEqualTo(Code.MOD_TOO_LARGE);
  }

  @Test
  void hosts_of_nodes_or_of_empty_messages_are_refused() {
    OnnxModel model = new OnnxModel().input("x", 1, 4);
    for (int i = 0; i < 70_000; i++) {
      model.graph.addNode(NodeProto.newBuilder().setOpType("Relu"));
    }
    model.quantized("y", "x").output("y").refusal(Code.MOD_TOO_LARGE);
    ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    for (int i = 0; i < 3_000_000; i++) {
      nodes.write(10);
      nodes.write(0);
    }
    byte[] content = field(7, nodes.toByteArray());
    assertThat(only(content)).isEqualTo(Code.MOD_TOO_LARGE);
  }

  @Test
  void hosts_of_short_numbers_are_refused() {
    TensorProto tensor = declared("w", 4).build();
    byte[] ones = new byte[(1 << 23) + 1];
    UnknownFieldSet.Field numbers =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFrom(ones)).build();
    UnknownFieldSet data = UnknownFieldSet.newBuilder().addField(7, numbers).build();
    TensorProto packed = tensor.toBuilder().setUnknownFields(data).build();
    adding(packed).refusal(Code.MOD_TOO_LARGE);
  }

  @Test
  void a_function_of_the_model_does_not_pass_for_an_operator() {
    ModelProto model = small().proto();
    byte[] content =
        model.toBuilder()
            .addFunctions(
                FunctionProto.newBuilder().setName("Quant").setDomain("qonnx.custom_op.general"))
            .build()
            .toByteArray();
    assertThat(only(content)).isEqualTo(Code.IMP_UNSUPPORTED_OPERATOR);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 27, Integer.MAX_VALUE})
  void unknown_versions_of_the_operators_are_refused(int version) {
    small().opset(version).refusal(Code.IMP_UNSUPPORTED_FORM);
  }

  @Test
  void attributes_of_a_wrong_type_or_given_twice_are_refused() {
    OnnxModel wrong = new OnnxModel().input("x", 1, 4);
    wrong.node("Flatten", "m", "x").set("axis", 1f).add();
    wrong.quantized("y", "m").output("y").refusal(Code.MOD_MALFORMED);
    OnnxModel twice = new OnnxModel().input("x", 1, 4);
    twice.node("Flatten", "m", "x").set("axis", 1).set("axis", 1).add();
    twice.quantized("y", "m").output("y").refusal(Code.MOD_MALFORMED);
    OnnxModel tensor = new OnnxModel().input("x", 1, 1);
    TensorProto broken = floatTensor("", dims(3), 1);
    tensor.node("Constant", "c").set("value", broken).add().node("Add", "m", "x", "c").add();
    tensor.quantized("y", "m").output("y").refusal(Code.MOD_MALFORMED);
  }

  @Test
  void nodes_without_inputs_or_outputs_are_refused() {
    OnnxModel bare = new OnnxModel().input("x", 1, 4).node("Relu", "m").add();
    bare.quantized("y", "m").output("y").refusal(Code.MOD_MALFORMED);
    OnnxModel empty = new OnnxModel().input("x", 1, 4).node("Add", "m", "x", "").add();
    empty.quantized("y", "m").output("y").refusal(Code.MOD_MALFORMED);
  }

  @Test
  void outputs_that_are_constants_or_inputs_are_refused() {
    OnnxModel constant = small().scalar("k", 1).output("k");
    constant.refusal(Code.IMP_UNSUPPORTED_FORM);
    small().output("x").refusal(Code.IMP_UNSUPPORTED_FORM);
    new OnnxModel().input("x", 1, 4).refusal(Code.MOD_MALFORMED);
  }

  @Test
  void two_outputs_of_one_value_are_two_values() {
    OnnxModel model = new OnnxModel().input("x", 1, 4).quantized("y", "x").output("y");
    model.node("Identity", "again", "y").add().output("again");
    assertThat(model.read().shapes()).containsKeys("y", "again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT0", "UINT64", "INT999", "FIXED<70,1>", "INT-3", "quadruple", ""})
  void unknown_datatype_annotations_are_refused(String datatype) {
    small().annotate("x", datatype).refusal(Code.IMP_BAD_PARAMETER);
  }

  @Test
  void profiles_of_other_formats_are_refused() {
    InvalidInput thrown =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            InvalidInput.class,
            () -> OnnxImporter.read(small().bytes(), "m.onnx", new ImportOptions("tflm")));
    assertThat(thrown.diagnostics().get(0).code()).isEqualTo(Code.USE_OPTION);
  }
}
