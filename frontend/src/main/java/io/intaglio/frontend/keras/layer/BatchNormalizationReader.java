package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// BatchNormalization along the last axis.
///
/// Source: keras/src/layers/normalization/batch_normalization.py.
final class BatchNormalizationReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref x = site.x();
    Shape shape = site.shape(x);
    int axis = Normalization.axis(site, shape);
    if (axis != shape.rank() - 1) {
      throw site.form("a normalization along axis " + axis, "normalize along the last axis");
    }
    List<Integer> perm = new ArrayList<>(List.of(0, shape.rank() - 1));
    List<Integer> back = new ArrayList<>(List.of(0));
    for (int a = 1; a < shape.rank() - 1; a++) {
      perm.add(a);
      back.add(a + 1);
    }
    back.add(1);
    boolean moves = shape.rank() > 2;
    Ref first =
        moves ? site.emit("channels_first", shape.permute(perm), new RealTranspose(x, perm)) : x;
    Normalization stored = Normalization.of(site, "vars", shape.channels(), 0);
    Ref y =
        site.emit(
            "normalized",
            site.shape(first),
            new RealBatchNorm(
                first,
                new RealTensor.Stored(stored.gamma()),
                new RealTensor.Stored(stored.beta()),
                new RealTensor.Stored(stored.mean()),
                new RealTensor.Stored(stored.variance()),
                stored.epsilon()));
    return moves ? site.emit("channels_last", shape, new RealTranspose(y, back)) : y;
  }
}
