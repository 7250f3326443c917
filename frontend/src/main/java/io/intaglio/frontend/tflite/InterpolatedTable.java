package io.intaglio.frontend.tflite;

import io.intaglio.ir.type.IntTensor;
import java.util.function.DoubleUnaryOperator;

/// The 513 entries by which TFLite interpolates a function of 16-bit codes: each is moved by half
/// of what the chord misses in the middle of its interval. In float32 on microcontrollers, in
/// doubles in TFLite proper; single entries differ by one.
///
/// Source: tensorflow/lite/kernels/internal/common.h, `LUTPopulateInt16` (formerly `gen_lut`).
final class InterpolatedTable {
  private static final int INTERVALS = 512;

  /// A function of one float32 number.
  interface Function {
    float of(float x);
  }

  private InterpolatedTable() {}

  /// The table over `[least, most]` of a function with results in −1..1.
  static IntTensor of(float least, float most, Function function) {
    float step = (most - least) / INTERVALS;
    float half = step / 2;
    float unit = 32768f;
    long[] table = new long[INTERVALS + 1];
    for (int i = 0; i < INTERVALS; i++) {
      float value = function.of(least + i * step) * unit;
      float middle = function.of(least + i * step + half) * unit;
      float next = function.of(least + (i + 1) * step) * unit;
      float sample = round(value);
      float missed = round((next + round(value)) / 2) - round(middle);
      table[i] = code(sample - round(missed / 2));
    }
    table[INTERVALS] = code(round(function.of(most) * unit));
    return IntTensor.vector(table);
  }

  /// The same in doubles.
  static IntTensor ofDoubles(double least, double most, DoubleUnaryOperator function) {
    double step = (most - least) / INTERVALS;
    double unit = 32768;
    long[] table = new long[INTERVALS + 1];
    for (int i = 0; i < INTERVALS; i++) {
      double value = TfLiteRound.of(function.applyAsDouble(least + i * step) * unit);
      double middle = TfLiteRound.of(function.applyAsDouble(least + i * step + step / 2) * unit);
      double next = function.applyAsDouble(least + (i + 1) * step) * unit;
      table[i] = code(value - TfLiteRound.of((TfLiteRound.of((next + value) / 2) - middle) / 2));
    }
    table[INTERVALS] = code(TfLiteRound.of(function.applyAsDouble(most) * unit));
    return IntTensor.vector(table);
  }

  private static float round(float number) {
    return (float) TfLiteRound.of(number);
  }

  private static long code(double number) {
    return (long) Math.min(Math.max(number, Short.MIN_VALUE), Short.MAX_VALUE);
  }
}
