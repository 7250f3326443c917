package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import tools.jackson.databind.JsonNode;

/// Dot and QDot: the sum of products over one axis of each of two tensors, sample by sample.
///
/// Source: keras/src/layers/merging/dot.py `batch_dot`.
final class DotReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    if (site.inputs() != 2 || site.flag("normalize", false)) {
      throw site.form(
          site.kind() + " that normalizes, or not of two tensors", "give it two, and normalize no");
    }
    int rankA = site.shape(site.input(0)).rank();
    int rankB = site.shape(site.input(1)).rank();
    JsonNode axes = site.config().path("axes");
    int axisA = axis(site, axes.isArray() ? axes.path(0) : axes, rankA);
    int axisB = axis(site, axes.isArray() ? axes.path(1) : axes, rankB);
    StringBuilder a = new StringBuilder();
    StringBuilder b = new StringBuilder();
    StringBuilder out = new StringBuilder("a");
    for (int axis = 0; axis < rankA; axis++) {
      char letter = axis == 0 ? 'a' : axis == axisA ? 'z' : (char) ('a' + axis);
      a.append(letter);
      out.append(axis == 0 || axis == axisA ? "" : letter);
    }
    for (int axis = 0; axis < rankB; axis++) {
      char letter = axis == 0 ? 'a' : axis == axisB ? 'z' : (char) ('A' + axis);
      b.append(letter);
      out.append(axis == 0 || axis == axisB ? "" : letter);
    }
    Ref y = TensorContraction.of(site, site.input(0), site.input(1), a + "," + b + "->" + out);
    return site.shape(y).rank() > 1 ? y : site.emit("number", Shape.of(1, 1), new RealReshape(y));
  }

  private static int axis(LayerSite site, JsonNode node, int rank) throws Refused {
    int axis = node.isInt() ? node.asInt() : 0;
    axis = axis < 0 ? axis + rank : axis;
    if (axis < 1 || axis >= rank) {
      throw site.parameter("there is no axis " + node + " to sum over");
    }
    return axis;
  }
}
