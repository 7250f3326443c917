package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// Tensors one after the other along an axis.
final class ConcatenateReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    List<Ref> inputs = new ArrayList<>();
    for (int i = 0; i < site.inputs(); i++) {
      inputs.add(site.input(i));
    }
    Shape shape = site.shape(inputs.get(0));
    int axis = (int) site.real("axis", -1);
    axis = axis < 0 ? axis + shape.rank() : axis;
    if (axis < 1 || axis >= shape.rank()) {
      throw site.parameter("there is no axis " + axis + " to join along");
    }
    int extent = 0;
    for (Ref input : inputs) {
      Shape own = site.shape(input);
      if (own.rank() != shape.rank() || !own.withDim(axis, 1).equals(shape.withDim(axis, 1))) {
        throw site.parameter("tensors " + shape + " and " + own + " do not join");
      }
      extent = Math.addExact(extent, own.dim(axis));
    }
    return site.emit("joined", shape.withDim(axis, extent), new RealConcat(inputs, axis));
  }
}
