package io.intaglio.cli;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An ONNX file under construction, right or wrong.
public final class OnnxFile {
  private static final int FLOAT = 1;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("made");

  public OnnxFile input(String name, long... dims) {
    graph.addInput(ValueInfoProto.newBuilder().setName(name).setType(type(dims)));
    return this;
  }

  public OnnxFile output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name).setType(type()));
    return this;
  }

  private static TypeProto type(long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(FLOAT);
    return TypeProto.newBuilder()
        .setTensorType(dims.length == 0 ? tensor : tensor.setShape(shape))
        .build();
  }

  /// A constant; with fewer values than its shape has elements it is a malformed one.
  public OnnxFile constant(String name, List<Integer> dims, double... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
    dims.forEach(tensor::addDims);
    for (double value : values) {
      tensor.addFloatData((float) value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  public OnnxFile node(String operator, String output, String... inputs) {
    graph.addNode(node(operator, output, List.of(inputs)));
    return this;
  }

  public OnnxFile node(
      List<AttributeProto> attributes, String operator, String output, String... inputs) {
    graph.addNode(node(operator, output, List.of(inputs)).addAllAttribute(attributes));
    return this;
  }

  private static NodeProto.Builder node(String operator, String output, List<String> inputs) {
    String domain = operator.endsWith("Quant") ? "qonnx.custom_op.general" : "";
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setDomain(domain)
        .setName(output + "_op")
        .addAllInput(inputs)
        .addOutput(output);
  }

  public static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder list =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    for (long value : values) {
      list.addInts(value);
    }
    return list.build();
  }

  /// `output = Quant(x)` with this scale and number of signed bits.
  public OnnxFile quantized(String output, String x, double scale, double bits) {
    constant(output + ".scale", List.of(), scale);
    constant(output + ".zero", List.of(), 0);
    constant(output + ".bits", List.of(), bits);
    return node("Quant", output, x, output + ".scale", output + ".zero", output + ".bits");
  }

  public ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
        .addOpsetImport(
            OperatorSetIdProto.newBuilder().setDomain("qonnx.custom_op.general").setVersion(1))
        .build();
  }

  public byte[] bytes() {
    return model().toByteArray();
  }

  public Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
