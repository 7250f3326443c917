package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Axes that a layer reduces, the batch never among them.
///
/// @param axes in ascending order
/// @param keep whether they stay with extent 1
record Reduction(List<Integer> axes, boolean keep) {

  /// @param stated one axis or several, from the end if negative
  static Reduction of(LayerSite site, JsonNode stated, int rank) throws Refused {
    return new Reduction(axes(site, stated, rank), site.flag("keepdims", false));
  }

  /// One that leaves axes of extent 1.
  static Reduction kept(LayerSite site, JsonNode stated, int rank) throws Refused {
    return new Reduction(axes(site, stated, rank), true);
  }

  private static List<Integer> axes(LayerSite site, JsonNode stated, int rank) throws Refused {
    if (stated.isNull() || stated.isMissingNode()) {
      throw site.form(
          site.kind() + " over all axes reduces the batch too", "name the axes, as in axis=1");
    }
    TreeSet<Integer> axes = new TreeSet<>();
    for (JsonNode node : stated.isArray() ? stated : List.of(stated)) {
      int axis = node.asInt(rank);
      axis = axis < 0 ? axis + rank : axis;
      if (axis < 0 || axis >= rank || !axes.add(axis)) {
        throw site.parameter("there is no axis " + node + " to reduce");
      }
    }
    if (axes.contains(0)) {
      throw site.form(
          site.kind() + " over the batch mixes samples", "reduce other axes than the first");
    }
    return List.copyOf(axes);
  }

  /// How many elements become one.
  int count(Shape shape) {
    return axes.stream().mapToInt(shape::dim).reduce(1, Math::multiplyExact);
  }

  Ref sum(LayerSite site, Ref x) {
    return axes.isEmpty()
        ? x
        : site.emit("reduced", site.shape(x).reduced(axes, keep), new RealReduceSum(x, axes, keep));
  }

  Ref mean(LayerSite site, Ref x) {
    Rational share = Rational.ONE.divide(Rational.of(count(site.shape(x))));
    return site.scaled("mean", sum(site, x), share);
  }

  /// The greatest element: what goes is brought to one axis of an image.
  Ref max(LayerSite site, Ref x) {
    Shape shape = site.shape(x);
    List<Integer> perm = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!axes.contains(axis)) {
        perm.add(axis);
      }
    }
    perm.addAll(axes);
    int count = count(shape);
    int kept = shape.size() / count;
    Ref last = site.emit("arranged", shape.permute(perm), new RealTranspose(x, perm));
    Ref image = site.emit("image", Shape.of(1, kept, count, 1), new RealReshape(last));
    Ref most =
        site.emit(
            "most", Shape.of(1, kept, 1, 1), new RealMaxPool(image, count, 1, 1, 1, 0, 0, 0, 0));
    return site.emit("reduced", shape.reduced(axes, keep), new RealReshape(most));
  }

  /// The least element, `−max(−x)`.
  Ref min(LayerSite site, Ref x) {
    Rational minus = Rational.of(-1);
    return site.scaled("least", max(site, site.scaled("negated", x, minus)), minus);
  }
}
