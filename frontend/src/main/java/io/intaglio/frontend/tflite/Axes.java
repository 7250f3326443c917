package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// TFLite keeps the channel last, a [io.intaglio.ir.net.Network]'s convolutions and pools have it
/// second.
final class Axes {
  private static final List<Integer> CHANNEL_SECOND = List.of(0, 3, 1, 2);
  static final List<Integer> CHANNEL_LAST = List.of(0, 2, 3, 1);

  private Axes() {}

  /// `[N, H, W, C]` as `[N, C, H, W]`.
  static Ref channelSecond(OperatorSite site, String suffix, Ref x, Shape shape) {
    return site.beside(suffix, shape.permute(CHANNEL_SECOND), new RealTranspose(x, CHANNEL_SECOND));
  }

  /// `[N, C, H, W]` as `[N, H, W, C]`, whose shape this is.
  static Ref channelLast(OperatorSite site, String suffix, Ref x, Shape shape) {
    return site.beside(suffix, shape, new RealTranspose(x, CHANNEL_LAST));
  }

  static Shape channelSecond(Shape shape) {
    return shape.permute(CHANNEL_SECOND);
  }

  /// A constant with its axes in the order `perm`.
  static IntTensor permuted(IntTensor codes, Integer... perm) {
    int[] strides = codes.shape().strides();
    Shape shape = codes.shape().permute(List.of(perm));
    int[] from = shape.gather(0, Arrays.stream(perm).mapToInt(axis -> strides[axis]).toArray());
    return IntTensor.of(shape, Arrays.stream(from).mapToLong(codes::at).toArray());
  }
}
