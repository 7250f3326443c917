package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import java.util.Optional;

/// ONNX `Max` and `Min` of an activation and one constant number; of several activations they are
/// refused.
final class BoundReader {
  private BoundReader() {}

  static void max(NodeSite site) {
    Optional<Rational> bound = bound(site);
    if (bound.isPresent()) {
      result(site, bound, Optional.empty());
    }
  }

  static void min(NodeSite site) {
    Optional<Rational> bound = bound(site);
    if (bound.isPresent()) {
      result(site, Optional.empty(), bound);
    }
  }

  private static void result(NodeSite site, Optional<Rational> lo, Optional<Rational> hi) {
    Live x = site.live(site.input(0) instanceof Live ? 0 : 1);
    site.result(new RealClip(new Ref(x.name()), lo, hi), x.shape(), x.type());
  }

  /// The constant operand; empty where the only operand is handed through.
  private static Optional<Rational> bound(NodeSite site) {
    if (site.inputs() == 1) {
      site.alias(site.live(0));
      return Optional.empty();
    }
    site.demandInputs(2, 2);
    int at = site.input(0) instanceof Folded ? 0 : 1;
    if (!(site.input(at) instanceof Folded(String _, var tensor)) || tensor.size() != 1) {
      throw site.form(
          site.operator() + " of activations is not supported", "compare with one number only");
    }
    Live x = site.live(1 - at);
    Operands.demandSameType(site, x, site.input(at));
    if (!tensor.shape().broadcastsTo(x.shape())) {
      throw site.shapes(site.operator() + " of shapes " + x.shape() + " and " + tensor.shape());
    }
    site.demandFinite(tensor, "operand of " + site.operator());
    return Optional.of(tensor.toRealTensor().at(0));
  }
}
