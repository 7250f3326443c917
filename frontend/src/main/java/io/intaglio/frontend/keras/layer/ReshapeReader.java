package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import tools.jackson.databind.JsonNode;

/// Flatten and Reshape: elements in row-major order, the batch apart.
final class ReshapeReader implements LayerReader {
  private static final LayerReader OPERATION = new OperationReshapeReader();

  @Override
  public Ref read(LayerSite site) throws Refused {
    // `keras.ops.reshape` has the layer's class name.
    if (site.config().has("newshape")) {
      return OPERATION.read(site);
    }
    site.demandChannelsLast();
    Ref x = site.x();
    int size = site.shape(x).size();
    int[] dims = site.kind().equals("Flatten") ? new int[] {1, size} : target(site, size);
    Shape shape = Shape.of(dims);
    if (shape.elements() != size) {
      throw site.parameter(size + " elements as " + shape);
    }
    return shape.equals(site.shape(x)) ? x : site.emit("reshaped", shape, new RealReshape(x));
  }

  private static int[] target(LayerSite site, int size) throws Refused {
    JsonNode target = site.config().path("target_shape");
    int[] dims = new int[target.size() + 1];
    dims[0] = 1;
    int open = 0;
    long known = 1;
    for (int axis = 1; axis < dims.length; axis++) {
      JsonNode extent = target.path(axis - 1);
      dims[axis] = extent.isInt() ? extent.asInt() : 0;
      if (dims[axis] == -1) {
        open = axis;
      } else if (dims[axis] < 1 || (known *= dims[axis]) > Shape.MAX_VALUE_ELEMENTS) {
        throw site.parameter("target_shape has a size that is not positive, or too large");
      }
    }
    if (open > 0) {
      dims[open] = (int) (size / known);
    }
    return dims;
  }
}
