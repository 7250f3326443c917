package io.intaglio.sim.eval;

import io.intaglio.ir.Value;
import io.intaglio.ir.type.Range;

/// The integers that a value's elements are declared to be: its range within its type.
final class Domain {
  private final Value value;
  private final long[] lo;
  private final long[] hi;
  private final long[] mask;

  Domain(Value value) {
    this.value = value;
    Range range = value.range().broadcastTo(value.shape());
    lo = new long[range.size()];
    hi = new long[range.size()];
    mask = new long[range.size()];
    for (int i = 0; i < lo.length; i++) {
      lo[i] = Math.max(range.lo(i), value.type().min());
      hi[i] = Math.min(range.hi(i), value.type().max());
      mask[i] = (1L << range.log2Stride(i)) - 1;
    }
  }

  /// Elements of one sample.
  int size() {
    return lo.length;
  }

  long lo(int element) {
    return lo[element];
  }

  long hi(int element) {
    return hi[element];
  }

  boolean contains(int element, long code) {
    return code >= lo[element]
        && code <= hi[element]
        && ((code - lo[element]) & mask[element]) == 0;
  }

  /// The position in a batch of the first code that is not in the domain, or −1.
  int firstOutside(long[] codes) {
    for (int at = 0; at < codes.length; at += lo.length) {
      for (int i = 0; i < lo.length; i++) {
        if (codes[at + i] < lo[i]
            || codes[at + i] > hi[i]
            || ((codes[at + i] - lo[i]) & mask[i]) != 0) {
          return at + i;
        }
      }
    }
    return -1;
  }

  /// The domain of one element, as in `u8 [0,255]`.
  String describe(int element) {
    String stride = mask[element] == 0 ? "" : " in steps of " + (mask[element] + 1);
    return value.type() + " [" + lo[element] + "," + hi[element] + "]" + stride;
  }

  /// The index of an element in the value's shape, as in `[3,0]`.
  String index(int element) {
    StringBuilder text = new StringBuilder();
    int rest = element;
    for (int stride : value.shape().strides()) {
      text.append(text.isEmpty() ? "[" : ",").append(rest / stride);
      rest %= stride;
    }
    return text.isEmpty() ? "[]" : text.append(']').toString();
  }

  Value value() {
    return value;
  }
}
