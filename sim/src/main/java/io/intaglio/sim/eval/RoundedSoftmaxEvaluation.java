package io.intaglio.sim.eval;

import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.real.Exponential;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/// Softmax of reals, rounded once. Bounds of a share mostly round to one code; between the codes
/// that they leave open, the sign of a sum of exponentials decides.
final class RoundedSoftmaxEvaluation extends RowEvaluation {
  private static final int BITS = 96;

  private final RoundedSoftmax op;

  /// Exponentials by how far a code lies below the greatest, each off by less than 1; exact at 0.
  private final Map<Long, BigInteger> table = new HashMap<>();

  RoundedSoftmaxEvaluation(RoundedSoftmax op, Shape in) {
    super(in);
    this.op = op;
  }

  @Override
  void row(long[] x, int at, long most, long[] y) {
    BigInteger least = BigInteger.ZERO;
    BigInteger greatest = BigInteger.ZERO;
    for (int c = 0; c < channels; c++) {
      BigInteger e = exponential(most - x[at + c]);
      BigInteger error = error(most - x[at + c]);
      least = least.add(e.subtract(error));
      greatest = greatest.add(e.add(error));
    }
    for (int c = 0; c < channels; c++) {
      BigInteger e = exponential(most - x[at + c]);
      BigInteger error = error(most - x[at + c]);
      long low = code(e.subtract(error).max(BigInteger.ZERO), greatest);
      long high = code(e.add(error), least);
      while (low < high) {
        long middle = Math.floorDiv(low + high, 2);
        if (isAbove(x, at, most, c, middle)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      y[at + c] = low;
    }
  }

  private static BigInteger error(long below) {
    return below == 0 ? BigInteger.ZERO : BigInteger.ONE;
  }

  private BigInteger exponential(long below) {
    return table.computeIfAbsent(
        below, d -> Exponential.of(op.inputStep().multiply(Rational.of(-d)), BITS));
  }

  /// Whether the share of element `c` rounds to more than `code`.
  private boolean isAbove(long[] x, int at, long most, int c, long code) {
    long units = code - op.zeroPoint();
    BigInteger half = BigInteger.valueOf(2 * units + 1).multiply(op.step().num());
    ExponentialSum excess = new ExponentialSum();
    excess.add(most - x[at + c], op.step().den().shiftLeft(1));
    for (int i = 0; i < channels; i++) {
      excess.add(most - x[at + i], half.negate());
    }
    int sign = excess.signum(op.inputStep());
    return sign > 0 || (sign == 0 && (units & 1) != 0);
  }

  /// The code of the share `part/sum`, which is not negative.
  private long code(BigInteger part, BigInteger sum) {
    BigInteger dividend = part.multiply(op.step().den());
    BigInteger divisor = sum.multiply(op.step().num());
    BigInteger[] whole = dividend.divideAndRemainder(divisor);
    int half = whole[1].shiftLeft(1).compareTo(divisor);
    boolean up = half > 0 || (half == 0 && whole[0].testBit(0));
    BigInteger code =
        whole[0]
            .add(up ? BigInteger.ONE : BigInteger.ZERO)
            .add(BigInteger.valueOf(op.zeroPoint()))
            .min(BigInteger.valueOf(op.type().max()));
    return code.longValueExact();
  }
}
