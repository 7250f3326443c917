package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import java.util.Optional;

/// ONNX `Clip` with constant bounds: attributes before opset 11, inputs from then on.
final class ClipReader {
  private ClipReader() {}

  static void read(NodeSite site) {
    if (site.isBetweenQuantizers()) {
      codes(site);
      return;
    }
    site.demandInputs(1, 3);
    Live x = site.live(0);
    Optional<Rational> lo = site.opset() < 11 ? attribute(site, "min") : input(site, 1, "min");
    Optional<Rational> hi = site.opset() < 11 ? attribute(site, "max") : input(site, 2, "max");
    if (lo.isPresent() && hi.isPresent() && lo.get().compareTo(hi.get()) > 0) {
      throw site.parameter("Clip from " + lo.get() + " to " + hi.get(), "order the bounds");
    }
    site.result(new RealClip(new Ref(x.name()), lo, hi), x.shape(), x.type());
  }

  /// Between quantizers, with bounds as attributes.
  private static void codes(NodeSite site) {
    site.demandInputs(5, 5);
    QuantizedTensor x = QuantizedTensor.read(site, 0).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 3, 4, x.type());
    site.demandTable(x);
    float lo = site.hasAttribute("min") ? site.real("min", 0) : Float.NEGATIVE_INFINITY;
    float hi = site.hasAttribute("max") ? site.real("max", 0) : Float.POSITIVE_INFINITY;
    site.codes(
        CodeTable.of(x, y, v -> Math.min(Math.max(v, lo), hi)), x.shape(), y.type(), y.grid());
  }

  private static Optional<Rational> attribute(NodeSite site, String name) {
    return site.hasAttribute(name) ? bound(site.real(name, 0)) : Optional.empty();
  }

  private static Optional<Rational> input(NodeSite site, int i, String name) {
    if (!site.has(i)) {
      return Optional.empty();
    }
    ConstantTensor value = site.constant(i, name);
    if (value.size() != 1 || Double.isNaN(value.real(0))) {
      throw site.parameter("the bound " + name + " of Clip is no number", "state one number");
    }
    return bound(value.real(0));
  }

  /// The greatest numbers of a type, and what lies beyond, bound nothing.
  private static Optional<Rational> bound(double value) {
    return Math.abs(value) >= Float.MAX_VALUE ? Optional.empty() : Optional.of(Rational.of(value));
  }
}
