package io.intaglio.cli.hostile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Changes models as models: numbers, shapes, attributes, wires and operators, so that many of the
/// results are still networks, of other scales, widths and shapes than anybody exports.
final class ModelMutator {
  private static final double[] REALS = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    3,
    127,
    1e-3,
    -1e4,
    1e9,
    1e-40,
    3e38,
    1 / 3.0,
    Double.NaN,
    Double.NEGATIVE_INFINITY
  };
  private static final long[] INTEGERS = {
    0, 1, -1, 2, 3, 5, 8, 63, 64, 4096, 1 << 20, 1L << 31, 1L << 40, Long.MIN_VALUE
  };
  private static final String[] OPERATORS = {
    "Add", "Sub", "Mul", "Relu", "MatMul", "Concat", "Identity", "Flatten", "MaxPool", "Sigmoid"
  };

  private final SplittableRandom random;
  private final GraphProto.Builder graph;
  private final ModelProto.Builder model;

  private ModelMutator(SplittableRandom random, ModelProto model) {
    this.random = random;
    this.model = model.toBuilder();
    this.graph = this.model.getGraphBuilder();
  }

  /// One to three changes of `model`.
  static ModelProto mutate(SplittableRandom random, ModelProto model) {
    ModelMutator mutator = new ModelMutator(random, model);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      mutator.change();
    }
    return mutator.model.build();
  }

  private void change() {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> number();
      case 4 -> constantShape();
      case 5, 6 -> attribute();
      case 7 -> rewire();
      case 8 -> operator();
      case 9 -> inputShape();
      case 10 -> removeNode();
      default -> swapNodes();
    }
  }

  private int pick(int count) {
    return random.nextInt(Math.max(count, 1));
  }

  /// Another number in a constant: a special one, or a scaled or shifted one.
  private void number() {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    TensorProto.Builder tensor = graph.getInitializerBuilder(pick(graph.getInitializerCount()));
    if (tensor.getFloatDataCount() > 0) {
      int at = pick(tensor.getFloatDataCount());
      tensor.setFloatData(at, (float) other(tensor.getFloatData(at)));
    } else if (tensor.getInt64DataCount() > 0) {
      tensor.setInt64Data(pick(tensor.getInt64DataCount()), INTEGERS[pick(INTEGERS.length)]);
    } else if (tensor.getRawData().size() >= Float.BYTES) {
      ByteBuffer raw =
          ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      int at = pick(raw.capacity() / Float.BYTES) * Float.BYTES;
      raw.putFloat(at, (float) other(raw.getFloat(at)));
      tensor.setRawData(ByteString.copyFrom(raw.array()));
    }
  }

  private double other(double value) {
    return switch (random.nextInt(5)) {
      case 0 -> REALS[pick(REALS.length)];
      case 1 -> -value;
      case 2 -> Math.scalb(value, random.nextInt(-40, 41));
      case 3 -> value * 3;
      default -> value + Math.scalb(1.0, random.nextInt(-20, 8));
    };
  }

  private void constantShape() {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    TensorProto.Builder tensor = graph.getInitializerBuilder(pick(graph.getInitializerCount()));
    if (tensor.getDimsCount() < 2 || random.nextInt(4) == 0) {
      tensor.addDims(1);
      return;
    }
    int a = pick(tensor.getDimsCount());
    int b = pick(tensor.getDimsCount());
    long extent = tensor.getDims(a);
    tensor.setDims(a, tensor.getDims(b)).setDims(b, extent);
  }

  private void attribute() {
    List<AttributeProto.Builder> all = new ArrayList<>();
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      all.addAll(node.getAttributeBuilderList());
    }
    if (all.isEmpty()) {
      return;
    }
    AttributeProto.Builder attribute = all.get(pick(all.size()));
    long number = INTEGERS[pick(random.nextBoolean() ? 6 : INTEGERS.length)];
    switch (attribute.getType()) {
      case INT -> attribute.setI(number);
      case FLOAT -> attribute.setF((float) other(attribute.getF()));
      case INTS -> {
        if (attribute.getIntsCount() > 0) {
          attribute.setInts(pick(attribute.getIntsCount()), number);
        }
      }
      default -> attribute.setS(ByteString.copyFromUtf8("FLOOR"));
    }
  }

  /// A node reads another value: of a node, an input or a constant.
  private void rewire() {
    NodeProto.Builder node = node();
    if (node == null || node.getInputCount() == 0) {
      return;
    }
    List<String> values = new ArrayList<>();
    graph.getInputList().forEach(input -> values.add(input.getName()));
    graph.getInitializerList().forEach(constant -> values.add(constant.getName()));
    graph.getNodeList().forEach(maker -> values.addAll(maker.getOutputList()));
    node.setInput(pick(node.getInputCount()), values.get(pick(values.size())));
  }

  private void operator() {
    NodeProto.Builder node = node();
    if (node != null) {
      node.setOpType(OPERATORS[pick(OPERATORS.length)]);
    }
  }

  private void inputShape() {
    if (graph.getInputCount() == 0) {
      return;
    }
    TensorShapeProto.Builder shape =
        graph
            .getInputBuilder(pick(graph.getInputCount()))
            .getTypeBuilder()
            .getTensorTypeBuilder()
            .getShapeBuilder();
    if (shape.getDimCount() > 0) {
      long extent = INTEGERS[pick(INTEGERS.length)];
      shape.getDimBuilder(pick(shape.getDimCount())).setDimValue(extent);
    }
  }

  private void removeNode() {
    if (graph.getNodeCount() > 1) {
      graph.removeNode(pick(graph.getNodeCount()));
    }
  }

  /// Two nodes change places but keep their wires' names: what each makes is the other's.
  private void swapNodes() {
    NodeProto.Builder a = node();
    NodeProto.Builder b = node();
    if (a == null || a.getOutputCount() == 0 || b.getOutputCount() == 0) {
      return;
    }
    String made = a.getOutput(0);
    a.setOutput(0, b.getOutput(0));
    b.setOutput(0, made);
  }

  private NodeProto.Builder node() {
    return graph.getNodeCount() == 0 ? null : graph.getNodeBuilder(pick(graph.getNodeCount()));
  }
}
