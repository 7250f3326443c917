package io.intaglio.frontend.keras.quantizer;

import io.intaglio.frontend.keras.layer.LayerSite;
import io.intaglio.frontend.keras.layer.Refused;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;

/// Quantizers of the true hyperbolic tangent and logistic function: steps where the function
/// crosses half a code.
///
/// Those places are transcendental; each is taken to the nearest double. A real operand that lay
/// between a place and its double would be read wrongly, but operands are fixed-point numbers of
/// few bits and none comes that near.
final class RealSigmoids {
  private static final int MAX_BITS = 12;

  private RealSigmoids() {}

  static Ref tanh(LayerSite site, Ref x, int fraction, long lo, long hi) throws Refused {
    return steps(site, x, fraction, lo, hi, y -> 0.5 * Math.log((1 + y) / (1 - y)));
  }

  static Ref sigmoid(LayerSite site, Ref x, int fraction, long lo, long hi) throws Refused {
    return steps(site, x, fraction, lo, hi, y -> Math.log(y / (1 - y)));
  }

  private static Ref steps(
      LayerSite site, Ref x, int fraction, long lo, long hi, DoubleUnaryOperator inverse)
      throws Refused {
    if (fraction < 1 || fraction > MAX_BITS) {
      throw site.form(
          site.kind() + " by a true sigmoid of " + fraction + " bits",
          "use at most " + MAX_BITS + " bits, or the hard sigmoid");
    }
    List<ExactStep.Bound> bounds = new ArrayList<>();
    for (long code = lo; code < hi; code++) {
      double half = Math.scalb(code + 0.5, -fraction);
      // Only at zero does a representable operand meet half a code; it has none there.
      bounds.add(new ExactStep.Bound(Surd.of(Rational.of(inverse.applyAsDouble(half))), true));
    }
    return site.emit(
        "quantized",
        site.shape(x),
        new RealSteps(
            x,
            bounds,
            IntTensor.vector(LongStream.rangeClosed(lo, hi).toArray()),
            Rational.powerOfTwo(-fraction)));
  }
}
