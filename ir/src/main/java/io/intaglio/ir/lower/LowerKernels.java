package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealFloat32Add;
import io.intaglio.ir.net.RealFloat32AveragePool;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealInt16Softmax;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealRoundedSoftmax;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.Optional;
import java.util.function.Function;

/// A runtime's own kernel becomes the operator of the same name on the runtime's codes.
///
/// Tempting and wrong: to rescale in reals what a runtime computes in float32. Near a tie the order
/// of its roundings decides.
final class LowerKernels {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final CodesOnGrid codes;

  LowerKernels(GraphBuilder builder, ArrangeElements arrange, CodesOnGrid codes) {
    this.builder = builder;
    this.arrange = arrange;
    this.codes = codes;
  }

  Pending tableSoftmax(RealNode node, RealTableSoftmax op, Pending x) {
    return rows(
        node,
        codes(node, x, op.inputStep(), op.inputZeroPoint()),
        q -> new TableSoftmax(q, op.table(), op.variant(), op.scale(), op.type(), op.zeroPoint()),
        CodesOnGrid.chain(op.step(), op.zeroPoint()));
  }

  Pending gemmlowpSoftmax(RealNode node, RealGemmlowpSoftmax op, Pending x) {
    return rows(
        node,
        codes(node, x, op.inputStep(), op.inputZeroPoint()),
        q -> new GemmlowpSoftmax(q, op.multiplier(), op.leftShift(), op.diffMin(), op.type()),
        CodesOnGrid.chain(op.step(), op.zeroPoint()));
  }

  Pending int16Softmax(RealNode node, RealInt16Softmax op, Pending x) {
    return rows(
        node,
        codes(node, x, op.inputStep(), op.inputZeroPoint()),
        q -> new Int16Softmax(q, op.multiplier(), op.shift(), op.exponentials(), op.reciprocals()),
        CodesOnGrid.chain(op.step(), 0));
  }

  Pending roundedSoftmax(RealNode node, RealRoundedSoftmax op, Pending x) {
    return rows(
        node,
        codes(node, x, op.inputStep(), op.inputZeroPoint()),
        q -> new RoundedSoftmax(q, op.inputStep(), op.type(), op.step(), op.zeroPoint()),
        CodesOnGrid.chain(op.step(), op.zeroPoint()));
  }

  private Pending codes(RealNode node, Pending x, Rational step, long zeroPoint) {
    return codes.codes(x, step, zeroPoint, node.result(), x.value().origin());
  }

  private Pending rows(RealNode node, Pending x, Function<Ref, Op> op, Chain chain) {
    Shape model = x.layout().model();
    Layout layout = Layout.ofModel(model);
    if (layout.graph().rank() == 0) {
      layout = layout.inGraphShape(Shape.of(1));
    }
    Pending rows = arrange.arrange(x, layout);
    Origin origin = node.origin().merge(rows.origin());
    Value value = builder.add(node.result(), op.apply(rows.ref()), Pending.scale(chain), origin);
    return Pending.of(value, layout, chain);
  }

  Pending float32Add(RealNode node, RealFloat32Add op, Pending x, Pending y) {
    String tensor = node.result();
    Operands pair =
        Operands.of(
            arrange,
            node,
            codes(node, x, op.stepA(), op.zeroA()),
            codes(node, y, op.stepB(), op.zeroB()));
    Pending a = pair.x();
    Pending b = pair.y();
    Float32Add add =
        new Float32Add(a.ref(), b.ref(), op.ratioA(), op.ratioB(), op.offset(), op.type());
    Optional<Combine> integers = CombineFloat32Add.of(add, a.value(), b.value());
    Chain chain = CodesOnGrid.chain(op.step(), op.zeroPoint());
    Origin origin = node.origin().merge(a.origin()).merge(b.origin());
    Op form = integers.isPresent() ? integers.get() : add;
    Value value = builder.add(tensor, form, Pending.scale(chain), origin);
    Layout layout = a.shape().equals(value.shape()) ? a.layout() : b.layout();
    return Pending.of(value, layout, chain);
  }

  Pending float32AveragePool(RealNode node, RealFloat32AveragePool op, Pending x) {
    Pending q = codes(node, x, op.inputStep(), op.inputZeroPoint());
    Pending image = arrange.arrange(q, Layout.channelLast(q.layout().model()));
    Float32AveragePool pool =
        new Float32AveragePool(
            image.ref(),
            op.kernelH(),
            op.kernelW(),
            op.strideH(),
            op.strideW(),
            op.padTop(),
            op.padLeft(),
            op.padBottom(),
            op.padRight(),
            op.countPadding(),
            op.inputZeroPoint(),
            op.inputScale(),
            op.outputScale(),
            op.type(),
            op.zeroPoint());
    Chain chain = CodesOnGrid.chain(op.step(), op.zeroPoint());
    Origin origin = node.origin().merge(image.origin());
    Value value = builder.add(node.result(), pool, Pending.scale(chain), origin);
    return Pending.of(value, Layout.channelLast(node.shape()), chain);
  }
}
