package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import tools.jackson.databind.JsonNode;

/// An input of the model; its domain is the user's to state.
final class InputReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    JsonNode shape = site.config().path("batch_input_shape");
    shape = shape.isArray() ? shape : site.config().path("batch_shape");
    if (!shape.isArray() || shape.isEmpty()) {
      throw site.parameter("its shape is not stated");
    }
    int[] dims = new int[shape.size()];
    dims[0] = 1;
    for (int axis = 1; axis < dims.length; axis++) {
      int extent = shape.get(axis).isInt() ? shape.get(axis).asInt() : -1;
      if (extent < 1) {
        throw site.form("axis " + axis + " of the input has no fixed extent", "fix all extents");
      }
      dims[axis] = extent;
    }
    Shape all = Shape.of(dims);
    if (!all.hasAtMost(Shape.MAX_VALUE_ELEMENTS)) {
      throw site.parameter("the input " + all + " is too large");
    }
    return site.modelInput(all);
  }
}
