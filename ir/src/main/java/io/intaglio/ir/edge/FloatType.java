package io.intaglio.ir.edge;

/// The floating-point type in which a source runtime executes an operator.
public enum FloatType {
  FLOAT32,
  FLOAT64;

  /// `value` rounded to this type, ties to even.
  public double round(double value) {
    return this == FLOAT32 ? (double) (float) value : value;
  }

  /// The type NumPy and ONNX promote to when both meet.
  public FloatType promote(FloatType other) {
    return this == FLOAT64 || other == FLOAT64 ? FLOAT64 : FLOAT32;
  }
}
