package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;

/// QSum, times a power of two, and QMeanPow2, which takes the power of two next to one over the
/// number of elements.
///
/// Source: HGQ2 0.2, hgq/layers/ops/accum.py.
final class HgqSumReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    Reduction over = Reduction.of(site, site.config().path("axes"), site.shape(x).rank());
    Ref sum = over.sum(site, x);
    if (site.kind().equals("QMeanPow2")) {
      return site.scaled("mean", sum, nearestPower(over.count(site.shape(x))));
    }
    double scale = site.real("scale", 1);
    if (scale <= 0 || Math.scalb(1.0, Math.getExponent(scale)) != scale) {
      throw site.parameter("the scale " + scale + " is no power of two");
    }
    return site.scaled("scaled", sum, Rational.of(scale));
  }

  /// `2^round(log2(1/count))`; the logarithm of a whole number never ends in a half.
  static Rational nearestPower(int count) {
    return Rational.powerOfTwo((int) Math.rint(Math.log(1.0 / count) / Math.log(2)));
  }
}
