package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.Optional;

/// `Float32Add → Combine` with the fewest fraction bits that give the same code for every pair of
/// operands, tried one by one.
///
/// Side conditions: operands of one shape, at most 2^16 pairs, and integers `m`, `b` exist with
/// `m = round(ratio·2^s)`. Where ties occur whose even neighbour is the lower one there are none.
///
/// Tempting and wrong: to trust the ratios. Two roundings to float32 move sums across a boundary
/// that the exact ones miss.
final class CombineFloat32Add {
  private static final long MAX_PAIRS = 1 << 16;
  private static final int MAX_SHIFT = 30;
  private static final long FAR = 1L << 60;

  private final Float32Add op;
  private final long firstA;
  private final long firstB;
  private final int countA;
  private final int countB;
  private final long[] expected;

  private CombineFloat32Add(Float32Add op, Value a, Value b) {
    this.op = op;
    this.firstA = a.range().min();
    this.firstB = b.range().min();
    this.countA = (int) (a.range().max() - firstA + 1);
    this.countB = (int) (b.range().max() - firstB + 1);
    this.expected = new long[countA * countB];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = code(firstA + i / countB, firstB + i % countB);
    }
  }

  /// The integer form, if one is found.
  static Optional<Combine> of(Float32Add op, Value a, Value b) {
    long spanA = a.range().max() - a.range().min() + 1;
    long spanB = b.range().max() - b.range().min() + 1;
    boolean few = spanA > 0 && spanA <= MAX_PAIRS && spanB > 0 && spanB <= MAX_PAIRS / spanA;
    if (!few || !a.shape().equals(b.shape())) {
      return Optional.empty();
    }
    return new CombineFloat32Add(op, a, b).search();
  }

  private long code(long a, long b) {
    float sum = Math.fma((float) a, op.ratioA(), Math.fma((float) b, op.ratioB(), op.offset()));
    double whole = Math.rint(sum);
    return (long) Math.max((double) op.type().min(), Math.min((double) op.type().max(), whole));
  }

  private Optional<Combine> search() {
    for (int s = 0; s <= MAX_SHIFT; s++) {
      double unit = Math.scalb(1.0, s);
      double wantedA = Math.rint(op.ratioA() * unit);
      double wantedB = Math.rint(op.ratioB() * unit);
      if (Math.abs(wantedA) > 1L << 32 || Math.abs(wantedB) > 1L << 32) {
        break;
      }
      long nearest = (long) Math.rint((op.offset() + 0.5) * unit);
      Optional<Combine> found = attempt((long) wantedA, (long) wantedB, s, nearest);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// The constant that makes every code right, if there is one: each pair bounds it on both sides.
  private Optional<Combine> attempt(long ma, long mb, int s, long nearest) {
    long least = -FAR;
    long most = FAR;
    for (int i = 0; i < expected.length && least <= most; i++) {
      long sum = ma * (firstA + i / countB) + mb * (firstB + i % countB);
      long y = expected[i];
      if (y > op.type().min()) {
        least = Math.max(least, (y << s) - sum);
      }
      if (y < op.type().max()) {
        most = Math.min(most, ((y + 1) << s) - 1 - sum);
      }
    }
    if (least > most) {
      return Optional.empty();
    }
    long b = Math.max(least, Math.min(most, nearest));
    return Optional.of(
        new Combine(
            List.of(op.a(), op.b()),
            IntTensor.of(Shape.of(2), ma, mb),
            IntTensor.scalar(b),
            IntTensor.scalar(s),
            IntTensor.scalar(0),
            IntTensor.scalar(op.type().min()),
            IntTensor.scalar(op.type().max())));
  }
}
