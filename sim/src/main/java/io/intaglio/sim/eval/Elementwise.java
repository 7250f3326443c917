package io.intaglio.sim.eval;

import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.type.Shape;
import java.util.function.LongBinaryOperator;

/// Sums, differences, products, bounds, overflow and constants.
final class Elementwise {
  private Elementwise() {}

  static Evaluation add(Shape a, Shape b) {
    return pairs(a, b, Math::addExact);
  }

  static Evaluation subtract(Shape a, Shape b) {
    return pairs(a, b, Math::subtractExact);
  }

  static Evaluation multiply(Shape a, Shape b) {
    return pairs(a, b, Math::multiplyExact);
  }

  /// `y[i] = a[i] ∘ b[j]` where element `j` of `b` broadcasts to element `i` of `a`.
  private static Evaluation pairs(Shape a, Shape b, LongBinaryOperator operation) {
    int[] ofB = b.broadcastIndex(a);
    int sizeB = b.size();
    return (n, x, y) -> {
      for (int sample = 0; sample < n; sample++) {
        int at = sample * ofB.length;
        int atB = sample * sizeB;
        for (int i = 0; i < ofB.length; i++) {
          y[at + i] = operation.applyAsLong(x[0][at + i], x[1][atB + ofB[i]]);
        }
      }
    };
  }

  static Evaluation clamp(Clamp op, Shape shape) {
    long[] lo = Parameters.spread(op.lo(), shape);
    long[] hi = Parameters.spread(op.hi(), shape);
    return (n, x, y) -> {
      for (int sample = 0; sample < n; sample++) {
        int at = sample * lo.length;
        for (int i = 0; i < lo.length; i++) {
          y[at + i] = Math.min(Math.max(x[0][at + i], lo[i]), hi[i]);
        }
      }
    };
  }

  static Evaluation wrap(Wrap op, Shape shape) {
    long[] lo = Parameters.spread(op.lo(), shape);
    long[] bits = Parameters.spread(op.bits(), shape);
    return (n, x, y) -> {
      for (int sample = 0; sample < n; sample++) {
        int at = sample * lo.length;
        for (int i = 0; i < lo.length; i++) {
          // The offset from the least value, modulo 2^bits.
          y[at + i] = lo[i] + ((x[0][at + i] - lo[i]) & ((1L << bits[i]) - 1));
        }
      }
    };
  }

  static Evaluation constant(Constant op) {
    long[] value = op.value().toArray();
    return (n, _, y) -> {
      for (int sample = 0; sample < n; sample++) {
        System.arraycopy(value, 0, y, sample * value.length, value.length);
      }
    };
  }
}
