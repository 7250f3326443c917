package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A slice of a tensor as Python writes it: `x[:, 1:4]`, `x[:, 2]`, with forward steps; all of the
/// batch.
///
/// Source: keras/src/ops/numpy.py `GetItem`; Python's `slice.indices`.
final class GetItemReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    Shape in = site.shape(x);
    List<JsonNode> arguments = site.arguments();
    JsonNode key = arguments.size() > 1 ? arguments.get(1) : site.config().path("key");
    List<JsonNode> keys = new ArrayList<>();
    if (key.isArray()) {
      key.forEach(keys::add);
    } else {
      keys.add(key);
    }
    if (keys.size() > in.rank()) {
      throw site.parameter("a slice of " + keys.size() + " axes of " + in);
    }
    List<Integer> starts = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    List<Integer> left = new ArrayList<>();
    for (int axis = 0; axis < in.rank(); axis++) {
      Span span =
          axis < keys.size()
              ? Span.of(site, keys.get(axis), in.dim(axis))
              : new Span(0, 1, in.dim(axis), false);
      if (axis == 0 && !all(keys.get(0))) {
        throw site.form("a slice of the batch", "begin the slice with a colon");
      }
      starts.add(span.start());
      steps.add(span.step());
      sizes.add(span.size());
      if (!span.picks()) {
        left.add(span.size());
      }
    }
    Ref y = site.emit("slice", Shape.of(sizes), new RealSlice(x, starts, steps));
    Shape out = Shape.of(left);
    return out.equals(site.shape(y)) ? y : site.emit("picked", out, new RealReshape(y));
  }

  private static boolean all(JsonNode key) {
    JsonNode slice = key.path("config");
    return slice.path("start").isNull()
        && slice.path("stop").isNull()
        && slice.path("step").isNull();
  }

  /// @param picks whether the axis goes
  private record Span(int start, int step, int size, boolean picks) {
    static Span of(LayerSite site, JsonNode key, int extent) throws Refused {
      if (key.isInt()) {
        int at = key.asInt() < 0 ? key.asInt() + extent : key.asInt();
        if (at < 0 || at >= extent) {
          throw site.parameter("there is no element " + key.asInt() + " of " + extent);
        }
        return new Span(at, 1, 1, true);
      }
      JsonNode slice = key.path("config");
      if (!key.path("class_name").asString("").equals("__slice__")
          || number(slice, "step", 1) < 1) {
        throw site.form(
            "a slice by an ellipsis, a new axis, a list or a negative step",
            "name all axes and use a step of at least 1");
      }
      int start = bound(number(slice, "start", 0), extent);
      int stop = bound(number(slice, "stop", extent), extent);
      int step = number(slice, "step", 1);
      if (stop <= start) {
        throw site.parameter("an empty slice");
      }
      return new Span(start, step, (stop - start + step - 1) / step, false);
    }

    private static int number(JsonNode slice, String name, int otherwise) {
      return slice.path(name).isInt() ? slice.path(name).asInt() : otherwise;
    }

    private static int bound(int given, int extent) {
      return Math.clamp(given < 0 ? given + extent : given, 0, extent);
    }
  }
}
