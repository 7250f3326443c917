package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Sequences and images with the channel last, as the Network's operators take them: `[1, C, H,
/// W]`.
final class Images {
  private static final List<Integer> TO_CHANNEL_FIRST = List.of(0, 3, 1, 2);
  private static final List<Integer> TO_CHANNEL_LAST = List.of(0, 2, 3, 1);

  private Images() {}

  /// `[1, L, C]` or `[1, H, W, C]` as `[1, C, H, W]`; a sequence has `H = 1`.
  static Ref enter(LayerSite site, Ref x) {
    Shape shape = site.shape(x);
    Ref image = x;
    if (shape.rank() == 3) {
      Shape flat = Shape.of(1, 1, shape.dim(1), shape.dim(2));
      image = site.emit("row", flat, new RealReshape(x));
      shape = flat;
    }
    return site.emit(
        "channels_first",
        shape.permute(TO_CHANNEL_FIRST),
        new RealTranspose(image, TO_CHANNEL_FIRST));
  }

  /// The inverse, to as many axes as the layer's operand has.
  static Ref leave(LayerSite site, Ref x, int rank) {
    Shape last = site.shape(x).permute(TO_CHANNEL_LAST);
    Ref image = site.emit("channels_last", last, new RealTranspose(x, TO_CHANNEL_LAST));
    return rank == 4
        ? image
        : site.emit("sequence", Shape.of(1, last.dim(2), last.dim(3)), new RealReshape(image));
  }
}
