package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rounding;

/// QONNX `Trunc`, told apart by the number of inputs.
///
/// Version 1 (`x, scale, zeropt, in_bits, out_bits`):
/// `(R(RNE(x/scale + zeropt)/2^(in_bits − out_bits)) − zeropt)·scale`.
///
/// Version 2 (`x, scale, zeropt, in_bits, out_scale, out_bits`): with
/// `t = 2^RNE(log2(out_scale/scale))`,
/// `(R(clamp(RNE(x/scale + zeropt)/t)) − zeropt/t)·out_scale`.
///
/// Defaults of missing attributes: `rounding_mode` FLOOR, `signed` 1, `narrow` 0.
final class TruncReader {
  private static final double UNDECIDED = 1e-6;

  private TruncReader() {}

  static void read(NodeSite site) {
    site.demandInputs(5, 6);
    Live x = site.live(0);
    FloatTensor scale = QuantizerParameters.scale(site, 1, x.shape());
    FloatTensor zeroPoint = QuantizerParameters.zeroPoint(site, 2, x.shape());
    Rounding rounding = QuantizerParameters.rounding(site, "FLOOR");
    int inBits = QuantizerParameters.width(site, 3, x.shape());
    RealTruncate op =
        site.inputs() == 5
            ? first(site, x, scale, zeroPoint, inBits, rounding)
            : second(site, x, scale, zeroPoint, rounding);
    site.result(op, x.shape(), x.type());
  }

  private static RealTruncate first(
      NodeSite site,
      Live x,
      FloatTensor scale,
      FloatTensor zeroPoint,
      int inBits,
      Rounding rounding) {
    int shift = inBits - QuantizerParameters.width(site, 4, x.shape());
    demandShift(site, shift);
    Ref ref = new Ref(x.name());
    return new RealTruncate(ref, scale, zeroPoint, shift, false, 0, 0, rounding, scale, zeroPoint);
  }

  private static RealTruncate second(
      NodeSite site, Live x, FloatTensor scale, FloatTensor zeroPoint, Rounding rounding) {
    FloatTensor outScale = QuantizerParameters.scale(site, 4, x.shape());
    int shift = shift(site, scale, outScale);
    FloatType computed = x.type().withFloat32().promote(scale.type()).promote(zeroPoint.type());
    boolean signed = site.flag("signed", true);
    boolean narrow = site.flag("narrow", false);
    QuantizerParameters.Bounds bounds =
        QuantizerParameters.bounds(site, 5, x.shape(), signed, narrow, computed);
    if (bounds.lo().size() != 1) {
      throw site.form("the bit width of Trunc differs between elements", "use one bit width");
    }
    double[] outZeroPoint = zeroPoint.toArray();
    for (int i = 0; i < outZeroPoint.length; i++) {
      outZeroPoint[i] = zeroPoint.type().round(Math.scalb(outZeroPoint[i], -shift));
    }
    return new RealTruncate(
        new Ref(x.name()),
        scale,
        zeroPoint,
        shift,
        true,
        bounds.lo().at(0),
        bounds.hi().at(0),
        rounding,
        outScale,
        FloatTensor.of(zeroPoint.shape(), zeroPoint.type(), outZeroPoint));
  }

  private static int shift(NodeSite site, FloatTensor scale, FloatTensor outScale) {
    if (scale.size() != 1 || outScale.size() != 1) {
      throw site.form("Trunc has scales that differ between elements", "use one scale");
    }
    double exponent = StrictMath.log(outScale.at(0) / scale.at(0)) / StrictMath.log(2);
    if (!Double.isFinite(exponent) || Math.abs(exponent % 1) % 1 == 0.5) {
      throw undecided(site);
    }
    double shift = Math.rint(exponent);
    if (Math.abs(Math.abs(exponent - shift) - 0.5) < UNDECIDED) {
      throw undecided(site);
    }
    demandShift(site, shift);
    return (int) shift;
  }

  private static Refusal undecided(NodeSite site) {
    return site.parameter(
        "the scales of Trunc lie half-way between powers of two apart",
        "use scales whose ratio is a power of two");
  }

  private static void demandShift(NodeSite site, double shift) {
    if (shift < 0 || shift > QuantizerParameters.MAX_BITS) {
      throw site.parameter(
          "Trunc drops " + (long) shift + " bits",
          "drop from 0 to " + QuantizerParameters.MAX_BITS + " bits");
    }
  }
}
