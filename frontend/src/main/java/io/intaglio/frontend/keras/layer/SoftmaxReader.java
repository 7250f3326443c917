package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.op.Ref;

/// Softmax along one axis.
final class SoftmaxReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    int rank = site.shape(x).rank();
    int axis = (int) site.real("axis", -1);
    if (axis < -rank || axis >= rank) {
      throw site.parameter("there is no axis " + axis);
    }
    return site.emit("softmax", site.shape(x), new RealSoftmax(x, Math.floorMod(axis, rank)));
  }
}
