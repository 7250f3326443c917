package io.intaglio.cli.verify;

import io.intaglio.ir.Value;
import io.intaglio.ir.type.Range;
import java.util.Random;

/// The codes that the elements of one graph input can be: `lo + k·stride`, not above `hi`.
final class InputDomain {
  private final Range range;

  InputDomain(Value input) {
    this.range = input.range().broadcastTo(input.shape());
  }

  int size() {
    return range.size();
  }

  long lo(int element) {
    return range.lo(element);
  }

  /// The greatest code, which may lie below the range's bound.
  long hi(int element) {
    return lo(element) + last(element) * stride(element);
  }

  long stride(int element) {
    return 1L << range.log2Stride(element);
  }

  /// The code nearest to zero.
  long nearZero(int element) {
    if (lo(element) >= 0) {
      return lo(element);
    }
    long k = Math.min(-lo(element) / stride(element), last(element));
    return lo(element) + k * stride(element);
  }

  long random(int element, Random random) {
    long last = last(element);
    return last == 0 ? lo(element) : lo(element) + random.nextLong(last + 1) * stride(element);
  }

  /// `hi − lo` of a type of at most 63 bits is a `long`.
  private long last(int element) {
    return (range.hi(element) - range.lo(element)) >> range.log2Stride(element);
  }
}
