package io.intaglio.sim.eval;

import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.Shape;
import java.math.BigDecimal;

/// `R(x/scale)` modulo the period of the format: the quotient rounded to the promoted type of `x`
/// and `scale`, of which powers of two lose nothing.
final class WrapRule implements Encoder.Element {
  private final double[] scale;
  private final long[] lo;
  private final long[] hi;
  private final FloatType quotientType;
  private final Rounding rounding;

  WrapRule(Encoding.WrapQuantize encoding, Shape shape, FloatType type) {
    int[] ofScale = encoding.scale().shape().broadcastIndex(shape);
    scale = new double[ofScale.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = encoding.scale().at(ofScale[i]);
    }
    lo = Parameters.spread(encoding.lo(), shape);
    hi = Parameters.spread(encoding.hi(), shape);
    quotientType = type.promote(encoding.scale().type());
    rounding = encoding.rounding();
  }

  @Override
  public long code(int element, double x, int at, DataFaults faults) {
    double quotient = quotientType.round(x / scale[element]);
    if (!Double.isFinite(quotient)) {
      faults.add(at, "the head makes " + quotient + " of it");
      return lo[element];
    }
    // Doubles beyond 2^52 are integers; of those only the low bits matter.
    long integer =
        Math.abs(quotient) < 0x1p52
            ? RealRounding.summed(quotient, rounding, quotientType)
            : new BigDecimal(quotient).toBigInteger().longValue();
    return lo[element] + ((integer - lo[element]) & (hi[element] - lo[element]));
  }
}
