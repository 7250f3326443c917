package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// `Reshape, Transpose → another layout of the same value`; `Slice`, `Gather` and `Pad` along the
/// axes of the value that are the model's.
///
/// Tempting and wrong: to slice a flattened image by the model's bounds. In the value the channel
/// lies last, so a run of the model's elements is none of the value's; it is brought to the model's
/// order first.
final class LowerViews {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;
  private final PadValue pad;

  LowerViews(
      GraphBuilder builder, ArrangeElements arrange, MaterializeBounds bounds, PadValue pad) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
    this.pad = pad;
  }

  Pending reshape(RealNode node, Pending x) {
    return x.with(x.layout().reshape(node.shape())).from(node.origin());
  }

  Pending transpose(RealNode node, RealTranspose transpose, Pending x) {
    return x.with(x.layout().transpose(transpose.perm())).from(node.origin());
  }

  Pending slice(RealNode node, RealSlice slice, Pending x) {
    Pending along = alongAxes(x);
    List<Integer> axes = along.layout().axes().orElseThrow();
    List<Integer> starts = axes.stream().map(slice.starts()::get).toList();
    List<Integer> steps = axes.stream().map(slice.steps()::get).toList();
    Layout layout = Layout.ofAxes(node.shape(), axes);
    List<Integer> sizes = Arrays.stream(layout.graph().toArray()).boxed().toList();
    Slice op = new Slice(along.ref(), starts, sizes, steps);
    Origin origin = node.origin().merge(along.origin());
    Value value = builder.add(node.result(), op, along.value().scale(), origin);
    return Pending.of(value, layout, sliced(along, starts, steps, layout.graph()));
  }

  private static Chain sliced(Pending x, List<Integer> starts, List<Integer> steps, Shape shape) {
    int[] strides = x.shape().strides();
    int offset = 0;
    int[] by = new int[strides.length];
    for (int axis = 0; axis < by.length; axis++) {
      offset += starts.get(axis) * strides[axis];
      by[axis] = steps.get(axis) * strides[axis];
    }
    int[] source = shape.gather(offset, by);
    return x.chain().gathered(x.shape(), source, shape);
  }

  Pending gather(RealNode node, RealGather op, Pending x) {
    Pending along = alongAxes(x);
    List<Integer> axes = along.layout().axes().orElseThrow();
    int axis = axes.indexOf(op.axis());
    if (axis < 0) {
      throw Refusal.noForm(
          node.origin(),
          "'" + node.result() + "' gathers samples along the batch axis",
          "gather along another axis");
    }
    Gather gather = new Gather(along.ref(), axis, op.indices());
    Origin origin = node.origin().merge(along.origin());
    Value value = builder.add(node.result(), gather, along.value().scale(), origin);
    Chain chain =
        along.chain().gathered(along.shape(), gather.source(along.shape()), value.shape());
    return Pending.of(value, Layout.ofAxes(node.shape(), axes), chain);
  }

  Pending pad(RealNode node, RealPad op, Pending x) {
    String tensor = node.result();
    Pending along = alongAxes(bounds.affine(x, tensor, "Pad"));
    List<Integer> axes = along.layout().axes().orElseThrow();
    List<Integer> before = axes.stream().map(op.before()::get).toList();
    List<Integer> after = axes.stream().map(op.after()::get).toList();
    UnifyGrid.rational(along, tensor, "Pad");
    Pending padded = pad.number(along, before, after, op.value(), tensor);
    return padded.with(Layout.ofAxes(node.shape(), axes)).from(node.origin());
  }

  /// A value whose axes are the model's in some order.
  private Pending alongAxes(Pending x) {
    return x.layout().axes().isPresent()
        ? x
        : arrange.arrange(x, Layout.ofModel(x.layout().model()));
  }
}
