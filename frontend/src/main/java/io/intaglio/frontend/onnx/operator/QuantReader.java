package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ConstantTensor.Quantized;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;

/// QONNX `Quant` (`IntQuant`): `(R(clamp(x/scale + zeropt, lo, hi)) − zeropt)·scale`, of one signed
/// bit `±1` by the sign of `x/scale + zeropt`.
///
/// Defaults of missing attributes are those of the specification: `signed` 1, `narrow` 0,
/// `rounding_mode` ROUND. A constant is quantized here, once, elementwise, in the runtime's own
/// arithmetic: quotient and sum each rounded to the type that NumPy 2 promotes to.
final class QuantReader {
  private QuantReader() {}

  static void read(NodeSite site) {
    site.demandInputs(4, 4);
    Traced x = site.input(0);
    if (!x.type().isComputed()) {
      throw site.form("Quant of " + x.type() + " elements is not supported", "cast to float32");
    }
    FloatTensor scale = QuantizerParameters.scale(site, 1, x.shape());
    FloatTensor zeroPoint = QuantizerParameters.zeroPoint(site, 2, x.shape());
    FloatType divided = x.type().withFloat32().promote(scale.type());
    FloatType added = divided.promote(zeroPoint.type());
    QuantizerParameters.Bounds bounds =
        QuantizerParameters.bounds(
            site, 3, x.shape(), site.flag("signed", true), site.flag("narrow", false), added);
    Rounding rounding = QuantizerParameters.rounding(site, "ROUND");
    switch (x) {
      case Live live ->
          site.result(
              live(site, live, scale, zeroPoint, bounds, rounding), live.shape(), live.type());
      case Folded folded -> {
        site.claim(folded.shape());
        FloatRounding rule = new FloatRounding(rounding, added);
        IntTensor codes =
            codes(site, folded.tensor(), scale, zeroPoint, divided, added, bounds, rule);
        site.constantResult(new Quantized(codes, scale, zeroPoint));
      }
    }
  }

  private static RealOp live(
      NodeSite site,
      Live x,
      FloatTensor scale,
      FloatTensor zeroPoint,
      QuantizerParameters.Bounds bounds,
      Rounding rounding) {
    Ref ref = new Ref(x.name());
    if (!bounds.oneBit()) {
      return new RealQuantize(ref, scale, zeroPoint, bounds.lo(), bounds.hi(), rounding);
    }
    for (int i = 0; i < zeroPoint.size(); i++) {
      if (zeroPoint.at(i) != 0) {
        throw site.form("Quant of one signed bit has a zero point", "set the zero point to 0");
      }
    }
    return new RealBipolar(ref, new RealTensor.Stored(scale));
  }

  private static IntTensor codes(
      NodeSite site,
      ConstantTensor x,
      FloatTensor scale,
      FloatTensor zeroPoint,
      FloatType divided,
      FloatType added,
      QuantizerParameters.Bounds bounds,
      FloatRounding rule) {
    Shape shape = x.shape();
    int[] scaleAt = scale.shape().broadcastIndex(shape);
    int[] zeroAt = zeroPoint.shape().broadcastIndex(shape);
    int[] boundAt = bounds.lo().shape().broadcastIndex(shape);
    long[] codes = new long[shape.size()];
    for (int i = 0; i < codes.length; i++) {
      double y = divided.round(x.real(i) / scale.at(scaleAt[i]));
      y = added.round(y + zeroPoint.at(zeroAt[i]));
      if (Double.isNaN(y)) {
        throw site.parameter("Quant of a constant that is not a number", "export finite weights");
      }
      if (bounds.oneBit()) {
        codes[i] = y >= 0 ? 1 : -1;
      } else {
        double lo = (double) bounds.lo().at(boundAt[i]);
        double hi = (double) bounds.hi().at(boundAt[i]);
        codes[i] = rule.round(Math.clamp(y, lo, hi));
      }
    }
    return IntTensor.of(shape, codes);
  }
}
