package io.intaglio.frontend.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/// Small TFLite files made by hand, whose parts a test may change before they are written.
final class TfliteModels {
  private TfliteModels() {}

  /// `x[1,3] → FULLY_CONNECTED(w[2,3], b[2]) → y[1,2]`: tensors 0 to 3 in the order x, w, b, y.
  static ModelT layer() {
    ModelT model = new ModelT();
    model.setVersion(3);
    SubGraphT graph = new SubGraphT();
    graph.setTensors(
        new TensorT[] {
          tensor("x", TensorType.INT8, 0, 0.5f, 3, 1, 3),
          tensor("w", TensorType.INT8, 1, 0.25f, 0, 2, 3),
          tensor("b", TensorType.INT32, 2, 0.125f, 0, 2),
          tensor("y", TensorType.INT8, 0, 0.75f, -5, 1, 2)
        });
    graph.setInputs(new int[] {0});
    graph.setOutputs(new int[] {3});
    graph.setOperators(new OperatorT[] {fullyConnected(0, 1, 2, 3)});
    model.setSubgraphs(new SubGraphT[] {graph});
    model.setBuffers(
        new BufferT[] {
          new BufferT(), buffer(1, -2, 3, 4, 5, -6), buffer(7, 0, 0, 0, -9, -1, -1, -1)
        });
    model.setOperatorCodes(new OperatorCodeT[] {code(BuiltinOperator.FULLY_CONNECTED)});
    return model;
  }

  static TensorT tensor(
      String name, byte type, int buffer, float scale, long zeroPoint, int... shape) {
    TensorT tensor = new TensorT();
    tensor.setName(name);
    tensor.setType(type);
    tensor.setBuffer(buffer);
    tensor.setShape(shape);
    QuantizationParametersT quantization = new QuantizationParametersT();
    quantization.setScale(new float[] {scale});
    quantization.setZeroPoint(new long[] {zeroPoint});
    tensor.setQuantization(quantization);
    return tensor;
  }

  static BufferT buffer(int... bytes) {
    BufferT buffer = new BufferT();
    buffer.setData(bytes);
    return buffer;
  }

  static OperatorCodeT code(int builtin) {
    OperatorCodeT code = new OperatorCodeT();
    code.setBuiltinCode(builtin);
    code.setDeprecatedBuiltinCode((byte) Math.min(builtin, 127));
    return code;
  }

  static OperatorT operator(int code, int[] inputs, int output) {
    OperatorT operator = new OperatorT();
    operator.setOpcodeIndex(code);
    operator.setInputs(inputs);
    operator.setOutputs(new int[] {output});
    return operator;
  }

  static OperatorT fullyConnected(int x, int w, int b, int y) {
    OperatorT operator = operator(0, new int[] {x, w, b}, y);
    BuiltinOptionsUnion options = new BuiltinOptionsUnion();
    options.setType(BuiltinOptions.FullyConnectedOptions);
    options.setValue(new FullyConnectedOptionsT());
    operator.setBuiltinOptions(options);
    return operator;
  }

  static byte[] bytes(ModelT model) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    builder.finish(Model.pack(builder, model), "TFL3");
    ByteBuffer data = builder.dataBuffer().order(ByteOrder.LITTLE_ENDIAN);
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }
}
