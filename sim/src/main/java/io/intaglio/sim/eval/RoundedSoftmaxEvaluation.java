package io.intaglio.sim.eval;

import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.real.Exponential;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/// Softmax of reals, rounded once: bounds of every share are narrowed until both round to the same
/// code. They do so at last, since a share that is no rational number is no tie.
final class RoundedSoftmaxEvaluation extends RowEvaluation {
  private static final int FIRST_BITS = 96;

  private final RoundedSoftmax op;

  /// Exponentials of how far a code lies below the greatest, by bits.
  private final Map<Integer, Map<Long, BigInteger>> tables = new HashMap<>();

  RoundedSoftmaxEvaluation(RoundedSoftmax op, Shape in) {
    super(in);
    this.op = op;
  }

  @Override
  void row(long[] x, int at, long most, long[] y) {
    int bits = FIRST_BITS;
    while (!row(x, at, most, y, bits)) {
      bits *= 2;
    }
  }

  /// Writes the row, unless bounds of that many bits leave a code open.
  private boolean row(long[] x, int at, long most, long[] y, int bits) {
    BigInteger least = BigInteger.ZERO;
    BigInteger greatest = BigInteger.ZERO;
    for (int c = 0; c < channels; c++) {
      BigInteger e = exponential(most - x[at + c], bits);
      BigInteger error = error(most - x[at + c]);
      least = least.add(e.subtract(error));
      greatest = greatest.add(e.add(error));
    }
    for (int c = 0; c < channels; c++) {
      long below = most - x[at + c];
      BigInteger e = exponential(below, bits);
      y[at + c] = code(e.subtract(error(below)).max(BigInteger.ZERO), greatest);
      if (y[at + c] != code(e.add(error(below)), least)) {
        return false;
      }
    }
    return true;
  }

  private static BigInteger error(long below) {
    return below == 0 ? BigInteger.ZERO : BigInteger.ONE;
  }

  private BigInteger exponential(long below, int bits) {
    return tables
        .computeIfAbsent(bits, _ -> new HashMap<>())
        .computeIfAbsent(
            below, d -> Exponential.of(op.inputStep().multiply(Rational.of(-d)), bits));
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
