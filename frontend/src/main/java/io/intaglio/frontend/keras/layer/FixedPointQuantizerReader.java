package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.op.Ref;

/// FixedPointQuantizer of HGQ's proxy models: `bits` in all and `integers` before the point, both
/// with the sign.
///
/// Source: HGQ 0.2, proxy/fixed_point_quantizer.py.
final class FixedPointQuantizerReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    FloatTensor sign = site.weight("keep_negative", "vars/0");
    FloatTensor bits = site.weight("bits", "vars/1");
    FloatTensor integers = site.weight("integers", "vars/2");
    if (!bits.shape().equals(sign.shape()) || !integers.shape().equals(sign.shape())) {
      throw site.parameter("the widths of a quantizer have different shapes");
    }
    double[] i = new double[bits.size()];
    double[] f = new double[i.length];
    for (int e = 0; e < i.length; e++) {
      i[e] = integers.at(e) - sign.at(e);
      f[e] = bits.at(e) - integers.at(e);
    }
    FixedPoint format =
        FixedPoint.of(
            site,
            sign,
            FloatTensor.of(sign.shape(), FloatType.FLOAT32, i),
            FloatTensor.of(sign.shape(), FloatType.FLOAT32, f),
            new FixedPointMode(
                FixedPointMode.rounding(site, site.text("RND", "")),
                FixedPointMode.overflow(site, site.text("SAT", "")),
                false));
    return format.apply(site, site.x(), "quantized");
  }
}
