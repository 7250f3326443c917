package io.intaglio.frontend.tflite;

import com.google.flatbuffers.Table;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.TensorType;

/// The option `quantized_bias_type` of layers with weights: of which type kernels of 16-bit
/// activations take the bias. It is younger than the schema's generated classes.
///
/// Source: tensorflow/lite/schema/schema.fbs, `Conv2DOptions`, `FullyConnectedOptions`,
/// `TransposeConvOptions`.
final class BiasTypeField extends Table {
  /// Where CONV_2D's table keeps it, by the offset in its vtable.
  static final int OF_CONV = 16;

  /// Likewise FULLY_CONNECTED's and TRANSPOSE_CONV's.
  static final int OF_OTHERS = 12;

  private BiasTypeField() {}

  /// A `TensorType`; FLOAT32 where nothing is stated.
  static byte read(Operator operator, int offset) {
    BiasTypeField table = new BiasTypeField();
    if (operator.builtinOptions(table) == null) {
      return TensorType.FLOAT32;
    }
    int at = table.__offset(offset);
    return at == 0 ? TensorType.FLOAT32 : table.bb.get(at + table.bb_pos);
  }
}
