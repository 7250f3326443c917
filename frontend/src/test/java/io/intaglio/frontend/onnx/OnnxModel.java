package io.intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorAnnotation;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealTensor;
import java.util.ArrayList;
import java.util.List;

/// A small ONNX model under construction. An extent of −1 is an open one.
final class OnnxModel {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int DOUBLE = 11;

  final GraphProto.Builder graph = GraphProto.newBuilder();
  private int opset = 13;

  OnnxModel opset(int version) {
    opset = version;
    return this;
  }

  OnnxModel input(String name, long... dims) {
    return typedInput(name, FLOAT, dims);
  }

  OnnxModel typedInput(String name, int type, long... dims) {
    graph.addInput(value(name, type, dims));
    return this;
  }

  OnnxModel output(String name) {
    graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    return this;
  }

  private static ValueInfoProto value(String name, int type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(
          dim == -1
              ? TensorShapeProto.Dimension.newBuilder().setDimParam("N")
              : TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  OnnxModel annotate(String tensor, String datatype) {
    StringStringEntryProto entry =
        StringStringEntryProto.newBuilder().setKey("finn_datatype").setValue(datatype).build();
    graph.addQuantizationAnnotation(
        TensorAnnotation.newBuilder().setTensorName(tensor).addQuantParameterTensorNames(entry));
    return this;
  }

  static long[] dims(long... dims) {
    return dims;
  }

  OnnxModel floats(String name, long[] dims, double... values) {
    return initializer(floatTensor(name, dims, values));
  }

  OnnxModel scalar(String name, double value) {
    return floats(name, dims(), value);
  }

  OnnxModel doubles(String name, long[] dims, double... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(DOUBLE);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    for (double value : values) {
      tensor.addDoubleData(value);
    }
    return initializer(tensor.build());
  }

  OnnxModel ints(String name, long... values) {
    return initializer(intTensor(name, new long[] {values.length}, values));
  }

  OnnxModel integer(String name, long value) {
    return initializer(intTensor(name, new long[0], value));
  }

  OnnxModel initializer(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  static TensorProto floatTensor(String name, long[] dims, double... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    for (double value : values) {
      tensor.addFloatData((float) value);
    }
    return tensor.build();
  }

  static TensorProto intTensor(String name, long[] dims, long... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(INT64);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  /// A node `output = operator(inputs)` named like its output.
  Node node(String operator, String output, String... inputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setName(output).addOutput(output);
    node.addAllInput(List.of(inputs));
    return new Node(node);
  }

  /// `output = Quant(x)` of eight signed bits with scale 1, so that the network is a quantized one.
  OnnxModel quantized(String output, String x) {
    String prefix = output + ".";
    scalar(prefix + "scale", 1);
    scalar(prefix + "zero", 0);
    scalar(prefix + "bits", 8);
    return node("Quant", output, x, prefix + "scale", prefix + "zero", prefix + "bits")
        .domain("qonnx.custom_op.general")
        .add();
  }

  /// A node of this model under construction.
  final class Node {
    private final NodeProto.Builder node;

    private Node(NodeProto.Builder node) {
      this.node = node;
    }

    Node domain(String domain) {
      node.setDomain(domain);
      return this;
    }

    Node name(String name) {
      node.setName(name);
      return this;
    }

    Node output(String output) {
      node.addOutput(output);
      return this;
    }

    Node attribute(AttributeProto attribute) {
      node.addAttribute(attribute);
      return this;
    }

    Node set(String name, long value) {
      return attribute(named(name).setType(AttributeType.INT).setI(value).build());
    }

    Node set(String name, float value) {
      return attribute(named(name).setType(AttributeType.FLOAT).setF(value).build());
    }

    Node set(String name, String value) {
      ByteString text = ByteString.copyFromUtf8(value);
      return attribute(named(name).setType(AttributeType.STRING).setS(text).build());
    }

    Node set(String name, TensorProto value) {
      return attribute(named(name).setType(AttributeType.TENSOR).setT(value).build());
    }

    Node list(String name, long... values) {
      AttributeProto.Builder attribute = named(name).setType(AttributeType.INTS);
      for (long value : values) {
        attribute.addInts(value);
      }
      return attribute(attribute.build());
    }

    private static AttributeProto.Builder named(String name) {
      return AttributeProto.newBuilder().setName(name);
    }

    OnnxModel add() {
      graph.addNode(node);
      return OnnxModel.this;
    }
  }

  ModelProto proto() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .build();
  }

  byte[] bytes() {
    return proto().toByteArray();
  }

  Network read() {
    return OnnxImporter.read(bytes(), "model.onnx", ImportOptions.DEFAULT);
  }

  /// What is wrong with the model; it must be something.
  List<Diagnostic> refusals() {
    return refusals(bytes());
  }

  static List<Diagnostic> refusals(byte[] content) {
    InvalidInput thrown =
        catchThrowableOfType(
            InvalidInput.class,
            () -> OnnxImporter.read(content, "model.onnx", ImportOptions.DEFAULT));
    assertThat(thrown).as("the model is refused").isNotNull();
    assertThat(thrown.diagnostics()).anyMatch(Diagnostic::isError);
    return thrown.diagnostics();
  }

  /// The one thing that is wrong with the model.
  Diagnostic refusal(Code code) {
    List<Diagnostic> found = refusals();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).code()).as(found.get(0).toString()).isEqualTo(code);
    assertThat(found.get(0).help()).isNotEmpty();
    return found.get(0);
  }

  static RealNode nodeOf(Network network, String name) {
    List<RealNode> found =
        network.nodes().stream().filter(node -> node.result().equals(name)).toList();
    assertThat(found).as("node " + name).hasSize(1);
    return found.get(0);
  }

  static RealOp op(Network network, String name) {
    return nodeOf(network, name).op();
  }

  static RealTensor parameter(Network network, String name) {
    return ((RealParameter) op(network, name)).value();
  }

  /// The values of a parameter, which are all exact in `double`.
  static List<Double> elementsOf(RealTensor tensor) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < tensor.shape().size(); i++) {
      values.add(tensor.at(i).toDouble());
    }
    return values;
  }
}
