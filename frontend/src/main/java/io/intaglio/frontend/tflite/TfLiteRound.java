package io.intaglio.frontend.tflite;

/// TFLite's `TfLiteRound`, which is C's `round`: to the nearest integer, ties away from zero.
///
/// Source: tensorflow/lite/kernels/internal/cppmath.h.
final class TfLiteRound {
  private TfLiteRound() {}

  static double of(double x) {
    return Math.copySign(Math.floor(Math.abs(x) + 0.5), x);
  }
}
