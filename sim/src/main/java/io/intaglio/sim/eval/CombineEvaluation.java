package io.intaglio.sim.eval;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// `y = clamp(((Σ_k x_k·m_k + b) >> s) + z, lo, hi)`.
final class CombineEvaluation implements Evaluation {
  private final long[][] m;
  private final long[] b;
  private final long[] s;
  private final long[] z;
  private final long[] lo;
  private final long[] hi;
  private final boolean fitsLong;

  CombineEvaluation(Combine op, List<Value> inputs) {
    Shape shape = inputs.get(0).shape();
    m = new long[inputs.size()][];
    BigInteger most = Parameters.magnitude(op.b());
    for (int k = 0; k < m.length; k++) {
      IntTensor row = row(op.m(), k);
      m[k] = Parameters.spread(row, shape);
      BigInteger input = Parameters.magnitude(inputs.get(k).type());
      most = most.add(input.multiply(Parameters.magnitude(row)));
    }
    b = Parameters.spread(op.b(), shape);
    s = Parameters.spread(op.s(), shape);
    z = Parameters.spread(op.z(), shape);
    lo = Parameters.spread(op.lo(), shape);
    hi = Parameters.spread(op.hi(), shape);
    fitsLong = most.bitLength() < 62 && Parameters.magnitude(op.z()).bitLength() < 62;
  }

  private static IntTensor row(IntTensor m, int k) {
    Shape shape = m.shape().dropFirst();
    int size = shape.size();
    return IntTensor.of(shape, Arrays.copyOfRange(m.toArray(), k * size, (k + 1) * size));
  }

  @Override
  public void run(int n, long[][] x, long[] y) {
    for (int sample = 0; sample < n; sample++) {
      int at = sample * b.length;
      for (int i = 0; i < b.length; i++) {
        y[at + i] = fitsLong ? narrow(x, at + i, i) : wide(x, at + i, i);
      }
    }
  }

  private long narrow(long[][] x, int at, int i) {
    long sum = b[i];
    for (int k = 0; k < m.length; k++) {
      sum += x[k][at] * m[k][i];
    }
    return Math.min(Math.max((sum >> s[i]) + z[i], lo[i]), hi[i]);
  }

  private long wide(long[][] x, int at, int i) {
    BigInteger sum = BigInteger.valueOf(b[i]);
    for (int k = 0; k < m.length; k++) {
      sum = sum.add(BigInteger.valueOf(x[k][at]).multiply(BigInteger.valueOf(m[k][i])));
    }
    return sum.shiftRight((int) s[i])
        .add(BigInteger.valueOf(z[i]))
        .max(BigInteger.valueOf(lo[i]))
        .min(BigInteger.valueOf(hi[i]))
        .longValueExact();
  }
}
