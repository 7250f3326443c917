package io.intaglio.ir.testing;

import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealDivide;
import io.intaglio.ir.net.RealFloat32Add;
import io.intaglio.ir.net.RealFloat32AveragePool;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealInt16Softmax;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealRoundedSoftmax;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// Executes a network exactly as its operators' comments say, over reals, element by element in the
/// model's own layout: the meaning that lowering must keep. It shares nothing with lowering.
public final class RealReference {
  private final Map<String, Shape> shapes;
  private final Map<String, Surd[]> values = new LinkedHashMap<>();

  private RealReference(Network network) {
    this.shapes = network.shapes();
  }

  /// All tensors by name; softmax is left out, as its results are no exact reals.
  public static Map<String, Surd[]> run(Network network, Map<String, Surd[]> inputs) {
    RealReference reference = new RealReference(network);
    reference.values.putAll(inputs);
    for (RealNode node : network.nodes()) {
      reference.run(node);
    }
    return reference.values;
  }

  private Surd[] value(Ref ref) {
    return values.get(ref.name());
  }

  private Shape shape(Ref ref) {
    return shapes.get(ref.name());
  }

  private WindowReference.Image image(Ref ref) {
    return new WindowReference.Image(value(ref), shape(ref));
  }

  private void run(RealNode node) {
    Surd[] result =
        switch (node.op()) {
          case RealParameter(RealTensor tensor) -> fill(node, i -> Surd.of(tensor.at(i)));
          case RealAdd(Ref a, Ref b) -> zip(node, a, b, Surd::add);
          case RealSubtract(Ref a, Ref b) -> zip(node, a, b, Surd::subtract);
          case RealMultiply(Ref a, Ref b) -> zip(node, a, b, Surd::multiply);
          case RealDivide(Ref a, Ref b) ->
              zip(node, a, b, (p, q) -> p.multiply(Rational.ONE.divide(rational(q))));
          case RealRelu(Ref x) -> map(x, v -> v.signum() < 0 ? Surd.ZERO : v);
          case RealClip(Ref x, var lo, var hi) ->
              map(
                  x,
                  v -> {
                    Surd least = lo.map(Surd::of).filter(b -> v.compareTo(b) < 0).orElse(v);
                    return hi.map(Surd::of).filter(b -> least.compareTo(b) > 0).orElse(least);
                  });
          case RealLeakyRelu(Ref x, float slope) ->
              map(x, v -> v.signum() < 0 ? v.multiply(Rational.of(slope)) : v);
          case RealBatchNorm norm -> batchNorm(node, norm);
          case RealQuantize q -> quantize(node, q);
          case RealBipolar q -> bipolar(node, q);
          case RealTruncate q -> truncate(node, q);
          case RealSteps q -> steps(node, q);
          case RealWrapQuantize q -> wrap(node, q);
          case RealRequantize q -> requantize(node, q);
          case RealMatMul(Ref x, Ref w) -> matMul(node, x, w);
          case RealConv conv ->
              WindowReference.conv(node, conv, image(conv.x()), value(conv.w()), shape(conv.w()));
          case RealMaxPool pool -> WindowReference.maxPool(node, pool, image(pool.x()));
          case RealAveragePool pool -> WindowReference.averagePool(node, pool, image(pool.x()));
          case RealConcat concat -> concat(node, concat);
          case RealPad pad -> pad(node, pad);
          case RealSlice slice -> slice(node, slice);
          case RealReshape(Ref x) -> value(x);
          case RealTranspose transpose -> transpose(node, transpose);
          case RealArgMax argMax -> argMax(node, argMax);
          case RealSoftmax _ -> null;
          case RealLookup op -> lookup(node, op);
          case RealReduceSum op -> reduceSum(node, op);
          case RealGather op -> gather(node, op);
          case RealUnary _,
              RealBatchMatMul _,
              RealFloat32Add _,
              RealFloat32AveragePool _,
              RealGemmlowpSoftmax _,
              RealInt16Softmax _,
              RealRoundedSoftmax _,
              RealTableSoftmax _ ->
              throw new UnsupportedOperationException(node.op().toString());
        };
    if (result != null) {
      values.put(node.result(), result);
    }
  }

  private Surd[] lookup(RealNode node, RealLookup op) {
    Surd[] x = value(op.x());
    int entries = op.table().shape().channels();
    int axis = op.axis();
    int inner = op.table().shape().rank() == 1 ? 1 : node.shape().strides()[axis];
    return fill(
        node,
        i -> {
          Rational q = rational(x[i]).divide(op.inputStep()).add(Rational.of(op.inputZeroPoint()));
          int row = op.table().shape().rank() == 1 ? 0 : i / inner % node.shape().dim(axis);
          int at = Math.toIntExact(q.num().longValueExact() - op.base());
          long code = op.table().at(row * entries + at) - op.zeroPoint();
          return Surd.of(op.step().multiply(Rational.of(code)));
        });
  }

  private Surd[] reduceSum(RealNode node, RealReduceSum op) {
    Shape in = shape(op.x());
    Shape kept = in;
    for (int axis : op.axes()) {
      kept = kept.withDim(axis, 1);
    }
    int[] to = kept.broadcastIndex(in);
    Surd[] sums = fill(node, i -> Surd.ZERO);
    Surd[] x = value(op.x());
    for (int i = 0; i < x.length; i++) {
      sums[to[i]] = sums[to[i]].add(x[i]);
    }
    return sums;
  }

  private Surd[] gather(RealNode node, RealGather op) {
    int[] source = new Gather(op.x(), op.axis(), op.indices()).source(shape(op.x()));
    Surd[] x = value(op.x());
    return fill(node, i -> x[source[i]]);
  }

  private static Rational rational(Surd value) {
    if (!value.isRational()) {
      throw new ArithmeticException(value + " is not rational");
    }
    return value.p();
  }

  static Surd[] fill(RealNode node, IntFunction<Surd> element) {
    Surd[] all = new Surd[node.shape().size()];
    Arrays.setAll(all, element);
    return all;
  }

  private Surd[] map(Ref x, UnaryOperator<Surd> function) {
    return Arrays.stream(value(x)).map(function).toArray(Surd[]::new);
  }

  private Surd[] zip(RealNode node, Ref a, Ref b, BinaryOperator<Surd> function) {
    int[] left = shape(a).broadcastIndex(node.shape());
    int[] right = shape(b).broadcastIndex(node.shape());
    Surd[] x = value(a);
    Surd[] y = value(b);
    return fill(node, i -> function.apply(x[left[i]], y[right[i]]));
  }

  private static int index(Shape parameter, Shape shape, int flat) {
    return parameter.broadcastIndex(shape)[flat];
  }

  private Surd[] batchNorm(RealNode node, RealBatchNorm norm) {
    Surd[] x = value(norm.x());
    int inner = node.shape().size() / node.shape().dim(0) / node.shape().dim(1);
    return fill(
        node,
        i -> {
          int c = i / inner % node.shape().dim(1);
          Surd root = Surd.inverseSqrt(norm.variance().at(c).add(Rational.of(norm.epsilon())));
          return x[i].subtract(Surd.of(norm.mean().at(c)))
              .multiply(root)
              .multiply(norm.gamma().at(c))
              .add(Surd.of(norm.beta().at(c)));
        });
  }

  private Surd[] quantize(RealNode node, RealQuantize q) {
    Surd[] x = value(q.x());
    return fill(
        node,
        i -> {
          Rational scale = Rational.of(q.scale().at(index(q.scale().shape(), node.shape(), i)));
          Rational zero =
              Rational.of(q.zeroPoint().at(index(q.zeroPoint().shape(), node.shape(), i)));
          long lo = q.lo().at(index(q.lo().shape(), node.shape(), i));
          long hi = q.hi().at(index(q.hi().shape(), node.shape(), i));
          Surd y = x[i].multiply(Rational.ONE.divide(scale)).add(Surd.of(zero));
          BigInteger code = q.rounding().round(clamp(y, lo, hi));
          return Surd.of(Rational.of(code).subtract(zero).multiply(scale));
        });
  }

  private static Surd clamp(Surd y, long lo, long hi) {
    if (y.compareTo(Rational.of(lo)) < 0) {
      return Surd.of(lo);
    }
    return y.compareTo(Rational.of(hi)) > 0 ? Surd.of(hi) : y;
  }

  private Surd[] bipolar(RealNode node, RealBipolar q) {
    Surd[] x = value(q.x());
    return fill(
        node,
        i -> {
          Rational scale = q.scale().at(index(q.scale().shape(), node.shape(), i));
          return Surd.of(x[i].signum() >= 0 ? scale : scale.negate());
        });
  }

  private Surd[] truncate(RealNode node, RealTruncate q) {
    Surd[] x = value(q.x());
    Rational scale = Rational.of(q.scale().at(0));
    return fill(
        node,
        i -> {
          Surd y =
              x[i].multiply(Rational.ONE.divide(scale))
                  .add(Surd.of(Rational.of(q.zeroPoint().at(0))));
          Rational code = Rational.of(Rounding.HALF_EVEN.round(y));
          Surd share = Surd.of(code.multiply(Rational.powerOfTwo(-q.shift())));
          Surd bounded = q.clamps() ? clamp(share, q.lo(), q.hi()) : share;
          return Surd.of(
              Rational.of(q.rounding().round(bounded))
                  .subtract(Rational.of(q.outZeroPoint().at(0)))
                  .multiply(Rational.of(q.outScale().at(0))));
        });
  }

  private Surd[] steps(RealNode node, RealSteps q) {
    Surd[] x = value(q.x());
    return fill(
        node,
        i -> {
          int k = 0;
          for (ExactStep.Bound bound : q.bounds()) {
            int order = bound.at().compareTo(x[i]);
            k += order < 0 || (bound.inclusive() && order == 0) ? 1 : 0;
          }
          return Surd.of(Rational.of(q.values().at(k)).multiply(q.step()));
        });
  }

  private Surd[] wrap(RealNode node, RealWrapQuantize q) {
    Surd[] x = value(q.x());
    return fill(
        node,
        i -> {
          Rational scale = Rational.of(q.scale().at(index(q.scale().shape(), node.shape(), i)));
          long lo = q.lo().at(index(q.lo().shape(), node.shape(), i));
          long hi = q.hi().at(index(q.hi().shape(), node.shape(), i));
          Surd share = x[i].multiply(Rational.ONE.divide(scale));
          long code = q.rounding().round(share).longValueExact();
          long wrapped = lo + Math.floorMod(code - lo, hi - lo + 1);
          return Surd.of(Rational.of(wrapped).multiply(scale));
        });
  }

  private Surd[] requantize(RealNode node, RealRequantize q) {
    Surd[] x = value(q.x());
    return fill(
        node,
        i -> {
          Rational step =
              q.accumulatorStep().at(index(q.accumulatorStep().shape(), node.shape(), i));
          SourceRule rule = q.rules().get(index(q.ruleShape(), node.shape(), i));
          Rational code = rational(x[i]).divide(step);
          long result = rule.apply(code.num().longValueExact());
          return Surd.of(Rational.of(result - q.zeroPoint()).multiply(q.step()));
        });
  }

  private Surd[] matMul(RealNode node, Ref x, Ref w) {
    int inputs = shape(w).dim(0);
    int outputs = shape(w).dim(1);
    Surd[] a = value(x);
    Surd[] b = value(w);
    return fill(
        node,
        i -> {
          Surd sum = Surd.ZERO;
          for (int k = 0; k < inputs; k++) {
            sum = sum.add(a[i / outputs * inputs + k].multiply(b[k * outputs + i % outputs]));
          }
          return sum;
        });
  }

  private Surd[] concat(RealNode node, RealConcat concat) {
    Surd[] all = new Surd[node.shape().size()];
    int[] strides = node.shape().strides();
    int start = 0;
    for (Ref ref : concat.inputs()) {
      int[] places = shape(ref).gather(start * strides[concat.axis()], strides);
      Surd[] part = value(ref);
      for (int i = 0; i < places.length; i++) {
        all[places[i]] = part[i];
      }
      start += shape(ref).dim(concat.axis());
    }
    return all;
  }

  private Surd[] pad(RealNode node, RealPad pad) {
    Surd[] all = fill(node, i -> Surd.of(pad.value()));
    int[] strides = node.shape().strides();
    int offset = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      offset += pad.before().get(axis) * strides[axis];
    }
    int[] places = shape(pad.x()).gather(offset, strides);
    Surd[] x = value(pad.x());
    for (int i = 0; i < places.length; i++) {
      all[places[i]] = x[i];
    }
    return all;
  }

  private Surd[] slice(RealNode node, RealSlice slice) {
    int[] strides = shape(slice.x()).strides();
    int offset = 0;
    int[] steps = new int[strides.length];
    for (int axis = 0; axis < strides.length; axis++) {
      offset += slice.starts().get(axis) * strides[axis];
      steps[axis] = slice.steps().get(axis) * strides[axis];
    }
    int[] source = node.shape().gather(offset, steps);
    Surd[] x = value(slice.x());
    return fill(node, i -> x[source[i]]);
  }

  private Surd[] transpose(RealNode node, RealTranspose transpose) {
    int[] strides = shape(transpose.x()).strides();
    int[] steps = transpose.perm().stream().mapToInt(axis -> strides[axis]).toArray();
    int[] source = node.shape().gather(0, steps);
    Surd[] x = value(transpose.x());
    return fill(node, i -> x[source[i]]);
  }

  private Surd[] argMax(RealNode node, RealArgMax op) {
    Shape shape = shape(op.x());
    int stride = shape.strides()[op.axis()];
    int extent = shape.dim(op.axis());
    Surd[] x = value(op.x());
    return fill(
        node,
        i -> {
          int first = i / stride * stride * extent + i % stride;
          int best = 0;
          for (int k = 1; k < extent; k++) {
            if (x[first + k * stride].compareTo(x[first + best * stride]) > 0) {
              best = k;
            }
          }
          return Surd.of(best);
        });
  }

  /// The elements of the network's outputs, in their order.
  public static List<Surd[]> outputs(Network network, Map<String, Surd[]> inputs) {
    Map<String, Surd[]> all = run(network, inputs);
    return network.outputs().stream().map(all::get).toList();
  }
}
