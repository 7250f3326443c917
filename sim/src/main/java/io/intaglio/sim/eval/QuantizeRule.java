package io.intaglio.sim.eval;

import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.Shape;

/// `R(clamp(x/scale + zeroPoint, lo, hi))`: the quotient rounded to the promoted type of `x` and
/// `scale`, the sum to the promoted type of that and `zeroPoint`. Source: qonnx
/// `custom_op/general/quant.py`, `resolve_rounding_mode`.
final class QuantizeRule implements Encoder.Element {
  private final double[] scale;
  private final double[] zeroPoint;
  private final long[] lo;
  private final long[] hi;
  private final FloatType quotientType;
  private final FloatType sumType;
  private final Rounding rounding;

  private QuantizeRule(Encoding.Quantize encoding, Shape shape, FloatType type) {
    int[] ofScale = encoding.scale().shape().broadcastIndex(shape);
    int[] ofZero = encoding.zeroPoint().shape().broadcastIndex(shape);
    scale = new double[ofScale.length];
    zeroPoint = new double[ofScale.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = encoding.scale().at(ofScale[i]);
      zeroPoint[i] = encoding.zeroPoint().at(ofZero[i]);
    }
    lo = Parameters.spread(encoding.lo(), shape);
    hi = Parameters.spread(encoding.hi(), shape);
    quotientType = type.promote(encoding.scale().type());
    sumType = quotientType.promote(encoding.zeroPoint().type());
    rounding = encoding.rounding();
  }

  static QuantizeRule of(Encoding.Quantize encoding, Shape shape, FloatType type) {
    return new QuantizeRule(encoding, shape, type);
  }

  @Override
  public long code(int element, double x, int at, DataFaults faults) {
    double quotient = quotientType.round(x / scale[element]);
    double sum = sumType.round(quotient + zeroPoint[element]);
    if (Double.isNaN(sum)) {
      faults.add(at, "the head makes NaN of it");
      return lo[element];
    }
    if (sum <= lo[element]) {
      return lo[element];
    }
    return sum >= hi[element] ? hi[element] : RealRounding.summed(sum, rounding, sumType);
  }
}
