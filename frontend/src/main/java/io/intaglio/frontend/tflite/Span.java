package io.intaglio.frontend.tflite;

import org.tensorflow.lite.schema.Padding;

/// Windows along one axis: how many there are, and how much padding lies at the two ends.
///
/// Source: tensorflow/lite/kernels/padding.h, `ComputeOutSize`, `ComputePaddingWithOffset`.
record Span(int out, int before, int after) {
  /// @param padding the schema's `Padding`
  /// @param extent of the input, at least 1
  static Span of(byte padding, int extent, int kernel, int stride, int dilation) {
    long reach = (kernel - 1L) * dilation + 1;
    long out =
        padding == Padding.SAME
            ? (extent + stride - 1L) / stride
            : Math.max(0, (extent + stride - reach) / stride);
    long total = padding == Padding.SAME ? Math.max((out - 1) * stride + reach - extent, 0) : 0;
    return new Span((int) out, (int) (total / 2), (int) (total - total / 2));
  }

  /// How many elements of window `index` lie inside.
  long covered(int index, int kernel, int stride, int extent) {
    long start = (long) index * stride - before;
    return Math.min(start + kernel, extent) - Math.max(start, 0);
  }
}
