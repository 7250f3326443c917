package io.intaglio.frontend.tflite;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/// A TFLite file of one operator, or of a few in a row, put together tensor by tensor.
final class OneOperatorModel {
  private final List<TensorT> tensors = new ArrayList<>();
  private final List<BufferT> buffers = new ArrayList<>(List.of(new BufferT()));
  private final List<OperatorCodeT> codes = new ArrayList<>();
  private final List<OperatorT> operators = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();

  /// An activation of the file; its number.
  int activation(byte type, float scale, long zeroPoint, int... shape) {
    tensors.add(
        TfliteModels.tensor("t" + tensors.size(), type, 0, scale, zeroPoint, shape.clone()));
    return tensors.size() - 1;
  }

  /// An activation that is an input of the file.
  int input(byte type, float scale, long zeroPoint, int... shape) {
    inputs.add(activation(type, scale, zeroPoint, shape));
    return inputs.get(inputs.size() - 1);
  }

  /// A constant of codes.
  int constant(byte type, List<Float> scales, long zeroPoint, long[] values, int... shape) {
    int width =
        switch (type) {
          case TensorType.INT32 -> Integer.BYTES;
          case TensorType.INT64 -> Long.BYTES;
          default -> 1;
        };
    int[] content = new int[values.length * width];
    for (int i = 0; i < content.length; i++) {
      content[i] = (int) (values[i / width] >> (i % width * Byte.SIZE)) & 0xFF;
    }
    buffers.add(TfliteModels.buffer(content));
    TensorT tensor =
        TfliteModels.tensor(
            "t" + tensors.size(), type, buffers.size() - 1, 1, zeroPoint, shape.clone());
    float[] steps = new float[scales.size()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = scales.get(i);
    }
    tensor.getQuantization().setScale(steps);
    tensor.getQuantization().setZeroPoint(new long[steps.length]);
    tensor.getQuantization().getZeroPoint()[0] = zeroPoint;
    tensors.add(tensor);
    return tensors.size() - 1;
  }

  /// Says along which axis a tensor has its scales.
  void axis(int tensor, int axis) {
    tensors.get(tensor).getQuantization().setQuantizedDimension(axis);
  }

  void operator(int code, byte type, Object options, int output, int... operands) {
    OperatorT operator = TfliteModels.operator(codes.size(), operands.clone(), output);
    BuiltinOptionsUnion union = new BuiltinOptionsUnion();
    union.setType(type);
    union.setValue(options);
    operator.setBuiltinOptions(union);
    operators.add(operator);
    codes.add(TfliteModels.code(code));
  }

  /// The file, which gives the last operator's output.
  byte[] bytes() {
    SubGraphT graph = new SubGraphT();
    graph.setTensors(tensors.toArray(TensorT[]::new));
    graph.setInputs(inputs.stream().mapToInt(i -> i).toArray());
    graph.setOutputs(operators.get(operators.size() - 1).getOutputs());
    graph.setOperators(operators.toArray(OperatorT[]::new));
    ModelT model = new ModelT();
    model.setVersion(3);
    model.setSubgraphs(new SubGraphT[] {graph});
    model.setBuffers(buffers.toArray(BufferT[]::new));
    model.setOperatorCodes(codes.toArray(OperatorCodeT[]::new));
    return TfliteModels.bytes(model);
  }
}
