package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.file.LayerCall;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/// Layers and operations that take several tensors, two at a time. Extents of 1 are repeated; a
/// layer gives tensors of fewer axes such axes after the batch. Operations take numbers too.
///
/// Source: keras/src/layers/merging/base_merge.py; keras/src/ops/numpy.py.
final class Merging {
  private static final int NUMBER_BITS = 12;

  private Merging() {}

  /// Joins two operands of which one broadcasts to the other.
  interface Join {
    Ref of(Ref a, Ref b, Shape shape);
  }

  static Ref fold(LayerSite site, BiFunction<Ref, Ref, RealOp> op) throws Refused {
    return join(site, (a, b, shape) -> site.emit("merged", shape, op.apply(a, b)));
  }

  static Ref join(LayerSite site, Join op) throws Refused {
    List<Ref> operands = operands(site);
    boolean two = site.kind().endsWith("Subtract");
    if (operands.size() < 2 || (two && operands.size() != 2)) {
      throw site.form(site.kind() + " of " + operands.size() + " tensors", "give it two");
    }
    Ref y = operands.get(0);
    for (Ref x : operands.subList(1, operands.size())) {
      y = op.of(y, x, joint(site, site.shape(y), site.shape(x)));
    }
    return y;
  }

  /// `max(a, b) = a + max(b − a, 0)`.
  static Ref maximum(LayerSite site, Ref a, Ref b, Shape shape) {
    Ref over = site.emit("over", shape, new RealSubtract(b, a));
    Ref more = site.emit("more", shape, new RealRelu(over));
    return site.emit("merged", shape, new RealAdd(more, a));
  }

  /// `min(a, b) = a − max(a − b, 0)`.
  static Ref minimum(LayerSite site, Ref a, Ref b, Shape shape) {
    Ref over = site.emit("over", shape, new RealSubtract(a, b));
    Ref more = site.emit("more", shape, new RealRelu(over));
    return site.emit("merged", shape, new RealSubtract(a, more));
  }

  private static Shape joint(LayerSite site, Shape a, Shape b) throws Refused {
    if (!a.broadcastsTo(b) && !b.broadcastsTo(a)) {
      throw site.form(
          site.kind() + " of tensors " + a + " and " + b + ", neither of which broadcasts",
          "repeat one of them");
    }
    return a.broadcastsTo(b) ? b : a;
  }

  /// Tensors and, of an operation, numbers, in order.
  private static List<Ref> operands(LayerSite site) throws Refused {
    // A layer is called with a list, an operation with its operands.
    boolean layer = site.arguments().isEmpty() || site.arguments().get(0).isArray();
    int rank = 0;
    for (Ref input : site.allInputs()) {
      rank = Math.max(rank, site.shape(input).rank());
    }
    List<Ref> operands = new ArrayList<>();
    if (layer || site.arguments().stream().allMatch(LayerCall::isTensor)) {
      for (Ref input : site.allInputs()) {
        operands.add(ranked(site, input, rank, layer));
      }
      return operands;
    }
    int next = 0;
    for (JsonNode argument : site.arguments()) {
      operands.add(
          LayerCall.isTensor(argument)
              ? ranked(site, site.input(next++), rank, false)
              : site.number("number", number(site, argument)));
    }
    return operands;
  }

  private static Ref ranked(LayerSite site, Ref x, int rank, boolean layer) throws Refused {
    Shape shape = site.shape(x);
    if (shape.rank() == rank) {
      return x;
    }
    if (!layer) {
      throw site.form(
          site.kind() + " of tensors of different numbers of axes pairs the batch with another",
          "give all of them as many axes");
    }
    int[] dims = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int own = axis - (rank - shape.rank());
      dims[axis] = own > 0 ? shape.dim(own) : 1;
    }
    return site.emit("ranked", Shape.of(dims), new RealReshape(x));
  }

  /// Few bits, so that float32 rounds no product and no sum.
  private static Rational number(LayerSite site, JsonNode argument) throws Refused {
    double value = argument.asDouble(Double.NaN);
    if (!argument.isNumber() || !Double.isFinite(value)) {
      throw site.form(
          site.kind() + " with an argument that is neither a tensor of the model nor a number",
          "use a layer with weights in its place");
    }
    double ahead = Math.scalb(value, NUMBER_BITS - Math.getExponent(value));
    if (ahead != Math.rint(ahead)) {
      throw site.form(
          site.kind() + " with the number " + value + ", at which float32 rounds every result",
          "use a number of at most " + NUMBER_BITS + " significant bits");
    }
    return Rational.of(value);
  }
}
