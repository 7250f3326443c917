package io.intaglio.frontend.tflite;

import org.tensorflow.lite.schema.TensorType;

/// The tensor types of quantized activations.
final class ActivationTypes {
  private ActivationTypes() {}

  /// All that an operator may copy, whatever the codes mean.
  static byte[] all() {
    return new byte[] {TensorType.INT8, TensorType.INT16, TensorType.UINT8};
  }

  /// Those that TFLite quantizes to today.
  static byte[] signed() {
    return new byte[] {TensorType.INT8, TensorType.INT16};
  }

  /// Those of 8 bits.
  static byte[] bytes() {
    return new byte[] {TensorType.INT8, TensorType.UINT8};
  }

  /// The types in which indices and extents are stored.
  static byte[] indices() {
    return new byte[] {TensorType.INT32, TensorType.INT64};
  }
}
