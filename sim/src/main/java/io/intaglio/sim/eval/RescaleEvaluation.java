package io.intaglio.sim.eval;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;

/// `y = clamp(R((x·m + b) / 2^s) + z, lo, hi)`.
final class RescaleEvaluation implements Evaluation {
  private final long[] m;
  private final long[] b;
  private final long[] s;
  private final long[] z;
  private final long[] lo;
  private final long[] hi;
  private final Rounding rounding;
  private final boolean fitsLong;

  RescaleEvaluation(Rescale op, Value x) {
    Shape shape = x.shape();
    m = Parameters.spread(op.m(), shape);
    b = Parameters.spread(op.b(), shape);
    s = Parameters.spread(op.s(), shape);
    z = Parameters.spread(op.z(), shape);
    lo = Parameters.spread(op.lo(), shape);
    hi = Parameters.spread(op.hi(), shape);
    rounding = op.rounding();
    BigInteger most =
        Parameters.magnitude(x.type())
            .multiply(Parameters.magnitude(op.m()))
            .add(Parameters.magnitude(op.b()));
    fitsLong = most.bitLength() < 62 && Parameters.magnitude(op.z()).bitLength() < 62;
  }

  @Override
  public void run(int n, long[][] operands, long[] y) {
    long[] x = operands[0];
    for (int sample = 0; sample < n; sample++) {
      int at = sample * m.length;
      for (int i = 0; i < m.length; i++) {
        y[at + i] = fitsLong ? narrow(x[at + i], i) : wide(x[at + i], i);
      }
    }
  }

  private long narrow(long x, int i) {
    long rounded = ShiftRounding.round(x * m[i] + b[i], (int) s[i], rounding);
    return Math.min(Math.max(rounded + z[i], lo[i]), hi[i]);
  }

  private long wide(long x, int i) {
    BigInteger n =
        BigInteger.valueOf(x).multiply(BigInteger.valueOf(m[i])).add(BigInteger.valueOf(b[i]));
    return ShiftRounding.round(n, (int) s[i], rounding)
        .add(BigInteger.valueOf(z[i]))
        .max(BigInteger.valueOf(lo[i]))
        .min(BigInteger.valueOf(hi[i]))
        .longValueExact();
  }
}
