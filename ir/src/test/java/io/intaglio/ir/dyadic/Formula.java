package io.intaglio.ir.dyadic;

import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;

/// The formulas of the two operators, straight from their doc comments.
final class Formula {
  private Formula() {}

  static long apply(Op op, Shape shape, int element, long x) {
    if (op instanceof Rescale r) {
      BigInteger sum =
          BigInteger.valueOf(x)
              .multiply(big(r.m(), shape, element))
              .add(big(r.b(), shape, element));
      Rational quotient =
          Rational.of(sum, BigInteger.ONE.shiftLeft(big(r.s(), shape, element).intValue()));
      BigInteger y = r.rounding().round(Surd.of(quotient)).add(big(r.z(), shape, element));
      return y.max(big(r.lo(), shape, element)).min(big(r.hi(), shape, element)).longValueExact();
    }
    Threshold t = (Threshold) op;
    int row = t.parameterShape().broadcastIndex(shape)[element];
    long direction = at(t.direction(), t.parameterShape(), row);
    long met = 0;
    for (int k = 0; k < t.count(); k++) {
      long threshold = t.thresholds().at(row * t.count() + k);
      met += (direction > 0 ? threshold <= x : threshold >= x) ? 1 : 0;
    }
    return t.base() + t.step() * met;
  }

  private static BigInteger big(IntTensor tensor, Shape shape, int element) {
    return BigInteger.valueOf(at(tensor, shape, element));
  }

  private static long at(IntTensor tensor, Shape shape, int element) {
    return tensor.at(tensor.shape().broadcastIndex(shape)[element]);
  }
}
