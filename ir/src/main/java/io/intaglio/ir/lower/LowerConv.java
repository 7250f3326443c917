package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `Conv(x, constant) → Pad, Conv2d` with the channel last, weights `[O, kH, kW, C/groups]`.
///
/// Side conditions: the chain of `x` is affine and the same at all positions; where there is
/// padding, one code stands for zero in all channels (else the value is brought to such a grid).
///
/// Tempting and wrong: to pad with the code 0. With a zero point `z` the real zero is the code `z`.
final class LowerConv {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;
  private final PadValue pad;

  LowerConv(GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds, PadValue pad) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
    this.pad = pad;
  }

  Pending lower(RealNode node, RealConv conv, Pending x, RealTensor w) {
    String tensor = node.result();
    Pending affine = x.chain().isAffine() ? x : bounds.affine(x, tensor, "Conv");
    Pending image = arrange.arrange(affine, Layout.channelLast(affine.layout().model()));
    Chain.Affine map = image.chain().affine();
    if (!map.a().isPerChannel() || !map.b().isPerChannel()) {
      image = bounds.uniform(image, tensor, "Conv");
    }
    List<Integer> before = List.of(conv.padTop(), conv.padLeft(), 0);
    List<Integer> after = List.of(conv.padBottom(), conv.padRight(), 0);
    Pending padded = pad.zeros(image, before, after, tensor, "Conv");
    Origin origin = node.origin().merge(padded.origin());

    int outputs = w.shape().dim(0);
    int depth = w.shape().dim(1);
    int taps = w.shape().dim(2) * w.shape().dim(3);
    int columns = taps * depth;
    int perGroup = outputs / conv.groups();
    LinearInput in = LinearInput.of(padded, padded.shape().channels(), tensor, "Conv");
    LinearInput.Column column = (o, j) -> o / perGroup * depth + j % depth;
    IntegerWeights weights =
        IntegerWeights.of(
            w, outputs, columns, (o, j) -> (o * depth + j % depth) * taps + j / depth, origin);
    IntegerWeights scaled = in.scaled(weights, column, origin);
    IntTensor bias = in.bias(scaled, column, origin);
    Chain chain = in.chain(weights, offsets(in, weights, column, padded, tensor));
    Shape shape = Shape.of(outputs, w.shape().dim(2), w.shape().dim(3), depth);
    Conv2d op =
        new Conv2d(
            padded.ref(),
            scaled.codes().reshape(shape),
            bias,
            conv.strideH(),
            conv.strideW(),
            conv.dilationH(),
            conv.dilationW(),
            conv.groups(),
            0);
    Value value = builder.add(tensor, op, Pending.scale(chain), origin);
    return Pending.of(value, Layout.channelLast(node.shape()), chain);
  }

  private static List<Surd> offsets(
      LinearInput in, IntegerWeights weights, LinearInput.Column column, Pending x, String tensor) {
    try {
      return in.offsets(weights, column);
    } catch (ArithmeticException differentRoots) {
      throw UnifyGrid.irrational(x, tensor, "Conv");
    }
  }
}
