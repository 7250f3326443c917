package io.intaglio.sim.eval;

import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;

/// `x/step`, which must be an integer of the input's domain; outside it, the nearest end of the
/// domain if the encoding saturates.
final class GridRule implements Encoder.Element {
  /// Up to here a double holds every integer.
  private static final double EXACT = 0x1p53;

  private final Rational[] step;
  private final double[] inverse;
  private final boolean saturate;
  private final Domain domain;

  GridRule(Encoding.Grid encoding, Shape shape, Domain domain) {
    int[] index = encoding.step().shape().broadcastIndex(shape);
    this.step = new Rational[index.length];
    this.inverse = new double[index.length];
    for (int i = 0; i < index.length; i++) {
      step[i] = encoding.step().at(index[i]);
      inverse[i] = inverseOf(step[i]);
    }
    this.saturate = encoding.saturate();
    this.domain = domain;
  }

  /// `1/step` where multiplying by it is exact, else NaN.
  private static double inverseOf(Rational step) {
    int exponent = step.log2().orElse(Integer.MAX_VALUE);
    return Math.abs((long) exponent) <= 500 ? Math.scalb(1.0, -exponent) : Double.NaN;
  }

  @Override
  public long code(int element, double x, int at, DataFaults faults) {
    double scaled = x * inverse[element];
    boolean exact = Math.abs(scaled) < EXACT && (x == 0 || Math.abs(x) > 0x1p-500);
    if (exact && scaled == Math.rint(scaled)) {
      return bounded(element, BigInteger.valueOf((long) scaled), x, at, faults);
    }
    if (!Double.isFinite(x)) {
      faults.add(at, "the head makes " + x + " of it");
      return 0;
    }
    Rational code = Rational.of(x).divide(step[element]);
    if (!code.isInteger()) {
      faults.add(at, x + " is not a multiple of the step " + step[element]);
      return 0;
    }
    return bounded(element, code.num(), x, at, faults);
  }

  private long bounded(int element, BigInteger code, double x, int at, DataFaults faults) {
    BigInteger lo = BigInteger.valueOf(domain.lo(element));
    BigInteger hi = BigInteger.valueOf(domain.hi(element));
    BigInteger nearest = code.max(lo).min(hi);
    boolean inside = nearest.equals(code);
    if ((!inside && !saturate) || !domain.contains(element, nearest.longValueExact())) {
      String step = " in steps of " + this.step[element];
      faults.add(at, x + " is the code " + code + step + ", not in " + domain.describe(element));
    }
    return nearest.longValueExact();
  }
}
