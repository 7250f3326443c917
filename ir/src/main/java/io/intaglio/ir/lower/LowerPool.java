package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// `max(f(v)) → f(MaxPool(v))` for a chain `f` that never decreases and is the same at all
/// positions, and `mean(a·v + b) → (a/n)·SumPool(v) + b`.
///
/// Where `f` decreases, in some channels, the value is negated there first.
///
/// Tempting and wrong: to pass a decreasing chain through the pool. With `f(v) = −v` the maximum of
/// `f` over 1 and 2 is −1, and `f` of the maximum −2.
final class LowerPool {
  private final GraphBuilder builder;
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;
  private final EmitIntegerAffine emit;
  private final PadValue pad;

  LowerPool(
      GraphBuilder builder,
      ArrangeElements arrange,
      MaterializeBounds bounds,
      EmitIntegerAffine emit,
      PadValue pad) {
    this.builder = builder;
    this.arrange = arrange;
    this.bounds = bounds;
    this.emit = emit;
    this.pad = pad;
  }

  Pending max(RealNode node, RealMaxPool pool, Pending x) {
    String tensor = node.result();
    Pending image = increasing(image(x, tensor, "MaxPool"), tensor);
    List<Integer> before = List.of(pool.padTop(), pool.padLeft(), 0);
    List<Integer> after = List.of(pool.padBottom(), pool.padRight(), 0);
    Pending padded = pad.pad(image, before, after, image.value().range().min(), tensor);
    MaxPool op =
        new MaxPool(padded.ref(), pool.kernelH(), pool.kernelW(), pool.strideH(), pool.strideW());
    Origin origin = node.origin().merge(padded.origin());
    Value value = builder.add(tensor, op, Pending.scale(image.chain()), origin);
    return Pending.of(value, Layout.channelLast(node.shape()), image.chain());
  }

  Pending average(RealNode node, RealAveragePool pool, Pending x) {
    String tensor = node.result();
    Pending image = image(bounds.affine(x, tensor, "AveragePool"), tensor, "AveragePool");
    List<Integer> before = List.of(pool.padTop(), pool.padLeft(), 0);
    List<Integer> after = List.of(pool.padBottom(), pool.padRight(), 0);
    Shape inside = image.shape();
    Pending padded =
        pool.countPadding()
            ? pad.zeros(image, before, after, tensor, "AveragePool")
            : pad.pad(image, before, after, 0, tensor);
    SumPool op =
        new SumPool(padded.ref(), pool.kernelH(), pool.kernelW(), pool.strideH(), pool.strideW());
    Chain.Affine affine = padded.chain().affine();
    Shape out = op.shape(List.of(padded.shape()));
    Coefficients shares =
        pool.countPadding() ? shares(pool) : shares(pool, inside, out, node.origin());
    Coefficients a = affine.a().combine(shares, Surd::multiply);
    Chain chain = Chain.of(new Chain.Affine(a, affine.b()));
    Origin origin = node.origin().merge(padded.origin());
    Value value = builder.add(tensor, op, Pending.scale(chain), origin);
    return Pending.of(value, Layout.channelLast(node.shape()), chain);
  }

  /// Channel last, with the same chain at all positions.
  private Pending image(Pending x, String tensor, String reason) {
    Pending image = arrange.arrange(x, Layout.channelLast(x.layout().model()));
    Shape shape = image.chain().shape();
    boolean channels = shape.rank() == 0 || shape.size() == shape.channels();
    return channels ? image : bounds.uniform(image, tensor, reason);
  }

  private Pending increasing(Pending x, String tensor) {
    Coefficients directions = x.chain().directions();
    if (directions.values().stream().allMatch(d -> d.signum() >= 0)) {
      return x;
    }
    Coefficients signs = directions.map(d -> d.signum() < 0 ? Surd.of(-1) : Surd.ONE);
    Chain chain = x.chain().after(new Chain.Affine(signs, Coefficients.ZERO));
    long[] k = signs.values().stream().mapToLong(Surd::signum).toArray();
    EmitIntegerAffine.Factors factors =
        EmitIntegerAffine.Factors.of(IntTensor.of(signs.shape(), k), IntTensor.scalar(0));
    Origin origin = x.value().origin().merge(x.origin());
    Value value = emit.emit(x.value(), tensor, "negated", factors, Pending.scale(chain), origin);
    return x.with(value).with(chain);
  }

  private static Coefficients shares(RealAveragePool pool) {
    long taps = Math.multiplyExact((long) pool.kernelH(), pool.kernelW());
    return Coefficients.of(Rational.ONE.divide(Rational.of(taps)));
  }

  /// One over the number of a window's elements that lie inside, for each position.
  private static Coefficients shares(RealAveragePool pool, Shape inside, Shape out, Origin origin) {
    List<Surd> all = new ArrayList<>();
    for (int i = 0; i < out.dim(0); i++) {
      long rows = covered(i * pool.strideH() - pool.padTop(), pool.kernelH(), inside.dim(0));
      for (int j = 0; j < out.dim(1); j++) {
        long cols = covered(j * pool.strideW() - pool.padLeft(), pool.kernelW(), inside.dim(1));
        if (rows * cols == 0) {
          throw Refusal.noForm(
              origin,
              "a window of an average pool covers padding only, and so has no mean",
              "pad by less than the kernel");
        }
        all.add(Surd.of(Rational.ONE.divide(Rational.of(rows * cols))));
      }
    }
    Shape positions = Shape.of(out.dim(0), out.dim(1), 1);
    return Coefficients.gathered(positions, all::get);
  }

  private static long covered(int start, int kernel, int extent) {
    return Math.max(0, Math.min(start + kernel, extent) - Math.max(start, 0));
  }
}
