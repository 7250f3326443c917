package io.intaglio.ir.testing;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealDivide;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Random small networks of all operators but softmax: images and vectors, quantized often, with
/// scales that are powers of two and such that are not, negative factors, zero points, pads, views
/// and branches.
public final class RandomNetworks {
  private static final List<String> FORMATS = List.of("s4/2^-2", "u3", "bipolar", "s3/2^-1", "u1");
  private static final float[] SCALES = {0.25f, 0.5f, 1, 2, 0.3f, 0.1f, 1.5f};

  private final SplittableRandom random;
  private final NetworkMaker net = new NetworkMaker();
  private final List<Tensor> live = new ArrayList<>();
  private int count;

  private record Tensor(Ref ref, Shape shape) {}

  private RandomNetworks(SplittableRandom random) {
    this.random = random;
  }

  public static Network make(SplittableRandom random) {
    return new RandomNetworks(random).make();
  }

  /// The same network cut at an earlier node, shortest first.
  public static List<Network> shrink(Network network) {
    List<Network> shorter = new ArrayList<>();
    for (RealNode node : network.nodes()) {
      if (node.op() instanceof RealParameter || network.outputs().equals(List.of(node.result()))) {
        continue;
      }
      int end = network.nodes().indexOf(node) + 1;
      shorter.add(
          new Network(
              network.source(),
              network.profile(),
              network.inputs(),
              network.nodes().subList(0, end),
              List.of(node.result())));
    }
    return shorter;
  }

  private Network make() {
    int inputs = 1 + random.nextInt(2);
    for (int i = 0; i < inputs; i++) {
      Shape shape =
          random.nextBoolean()
              ? Shape.of(1, 1 + random.nextInt(3), 2 + random.nextInt(3), 2 + random.nextInt(3))
              : Shape.of(1, 2 + random.nextInt(4));
      live.add(new Tensor(net.input("in" + i, shape, pick(FORMATS)), shape));
    }
    int nodes = 2 + random.nextInt(7);
    for (int n = 0; n < nodes; n++) {
      step();
    }
    Tensor last = live.get(live.size() - 1);
    Tensor other = live.get(random.nextInt(live.size()));
    return random.nextInt(3) > 0 || last.equals(other)
        ? net.network(last.ref())
        : net.network(last.ref(), other.ref());
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String name(String kind) {
    return kind + count++;
  }

  private void step() {
    Tensor x =
        random.nextInt(4) > 0 ? live.get(live.size() - 1) : live.get(random.nextInt(live.size()));
    boolean image = x.shape().rank() == 4;
    Tensor made =
        switch (random.nextInt(22)) {
          case 0, 1, 2 -> quantize(x);
          case 20 -> wrap(x);
          case 21 -> steps(x);
          case 3 -> bipolar(x);
          case 4, 5 -> image ? conv(x) : matMul(x);
          case 6 -> elementwise(x, random.nextBoolean() ? new RealRelu(x.ref()) : clip(x));
          case 7 -> constantArithmetic(x);
          case 8 -> batchNorm(x);
          case 9 -> two(x);
          case 10 -> image ? maxPool(x) : elementwise(x, new RealLeakyRelu(x.ref(), 0.25f));
          case 11 -> image ? averagePool(x) : truncate(x);
          case 12 -> image ? flatten(x) : matMul(x);
          case 13 -> concat(x);
          case 14 -> pad(x);
          case 15 -> slice(x);
          case 16 -> transpose(x);
          case 17 -> reduceSum(x);
          case 18 -> gather(x);
          default -> argMax(x);
        };
    live.add(made);
  }

  private Tensor reduceSum(Tensor x) {
    int axis = 1 + random.nextInt(x.shape().rank() - 1);
    Shape shape = x.shape().withDim(axis, 1);
    return new Tensor(
        net.node(name("sum"), shape, new RealReduceSum(x.ref(), List.of(axis), true)), shape);
  }

  private Tensor gather(Tensor x) {
    int axis = 1 + random.nextInt(x.shape().rank() - 1);
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      indices.add(random.nextInt(x.shape().dim(axis)));
    }
    Shape shape = x.shape().withDim(axis, indices.size());
    return new Tensor(
        net.node(name("gather"), shape, new RealGather(x.ref(), axis, indices)), shape);
  }

  private RealOp clip(Tensor x) {
    Optional<Rational> lo = Optional.of(Rational.of(-random.nextInt(3)));
    Optional<Rational> hi = Optional.of(Rational.of(random.nextInt(3)));
    return switch (random.nextInt(3)) {
      case 0 -> new RealClip(x.ref(), lo, hi);
      case 1 -> new RealClip(x.ref(), Optional.empty(), hi);
      default -> new RealClip(x.ref(), lo, Optional.empty());
    };
  }

  private Tensor elementwise(Tensor x, RealOp op) {
    return new Tensor(net.node(name("e"), x.shape(), op), x.shape());
  }

  /// One number, or one a channel of axis 1.
  private Shape parameter(Shape shape) {
    if (random.nextBoolean()) {
      return Shape.SCALAR;
    }
    return shape.rank() == 4 ? Shape.of(shape.dim(1), 1, 1) : Shape.of(shape.dim(1));
  }

  private FloatTensor floats(Shape shape, float... choices) {
    double[] all = new double[shape.size()];
    Arrays.setAll(all, i -> choices[random.nextInt(choices.length)]);
    return FloatTensor.of(shape, FloatType.FLOAT32, all);
  }

  private Tensor quantize(Tensor x) {
    Shape shape = parameter(x.shape());
    int bits = 1 + random.nextInt(4);
    boolean signed = random.nextBoolean();
    long lo = signed ? -(1L << bits) + random.nextInt(2) : 0;
    Rounding rounding = pick(List.of(Rounding.values()));
    FloatTensor zero =
        random.nextInt(3) > 0 ? FloatTensor.scalar(0) : floats(shape, -1, 0, 2, 0.5f);
    return elementwise(
        x,
        new RealQuantize(
            x.ref(),
            floats(shape, SCALES),
            zero,
            IntTensor.scalar(lo),
            IntTensor.scalar((1L << bits) - 1),
            rounding));
  }

  private Tensor steps(Tensor x) {
    List<ExactStep.Bound> bounds =
        List.of(
            new ExactStep.Bound(Surd.of(-1), random.nextBoolean()),
            new ExactStep.Bound(Surd.of(Rational.parse("1/4")), random.nextBoolean()),
            new ExactStep.Bound(Surd.of(3), random.nextBoolean()));
    IntTensor values =
        random.nextBoolean()
            ? IntTensor.of(Shape.of(4), -3, -1, 1, 3)
            : IntTensor.of(Shape.of(4), -4, 1, 2, 2);
    return elementwise(x, new RealSteps(x.ref(), bounds, values, Rational.parse("1/2")));
  }

  private Tensor wrap(Tensor x) {
    Shape shape = parameter(x.shape());
    long[] lo = new long[shape.size()];
    long[] hi = new long[lo.length];
    for (int i = 0; i < lo.length; i++) {
      int bits = random.nextInt(5);
      hi[i] = (1L << bits) - 1;
      lo[i] = random.nextBoolean() ? -hi[i] - 1 : 0;
    }
    return elementwise(
        x,
        new RealWrapQuantize(
            x.ref(),
            floats(shape, 0.25f, 1, 2),
            IntTensor.of(shape, lo),
            IntTensor.of(shape, hi),
            pick(List.of(Rounding.values()))));
  }

  private Tensor bipolar(Tensor x) {
    return elementwise(x, new RealBipolar(x.ref(), NetworkMaker.tensor(Shape.SCALAR, 0.5)));
  }

  private Tensor truncate(Tensor x) {
    boolean clamps = random.nextBoolean();
    return elementwise(
        x,
        new RealTruncate(
            x.ref(),
            FloatTensor.scalar(0.25f),
            FloatTensor.scalar(0),
            1 + random.nextInt(2),
            clamps,
            -4,
            3,
            pick(List.of(Rounding.FLOOR, Rounding.HALF_EVEN, Rounding.CEIL)),
            FloatTensor.scalar(clamps ? 0.5f : 0.25f),
            FloatTensor.scalar(0)));
  }

  private Ref weights(Shape shape) {
    if (random.nextInt(4) == 0) {
      return net.stored(name("w"), shape, floats(shape, -0.75f, 0, 0.5f, 2).toArray());
    }
    long[] codes = new long[shape.size()];
    Arrays.setAll(codes, i -> random.nextInt(7) - 3);
    return net.grid(name("w"), shape, Rational.of((double) pick(List.of(0.5f, 0.3f))), codes);
  }

  private Tensor matMul(Tensor x) {
    int in = x.shape().dim(x.shape().rank() - 1);
    int out = 1 + random.nextInt(4);
    Ref w = weights(Shape.of(in, out));
    Shape shape = x.shape().withDim(x.shape().rank() - 1, out);
    return new Tensor(net.node(name("mm"), shape, new RealMatMul(x.ref(), w)), shape);
  }

  private Tensor conv(Tensor x) {
    int channels = x.shape().dim(1);
    int groups = random.nextInt(3) == 0 ? channels : 1;
    int outputs = groups * (1 + random.nextInt(2));
    int kernel = 1 + random.nextInt(2);
    int stride = 1 + random.nextInt(2);
    int dilation = 1 + random.nextInt(2);
    int top = random.nextInt(2);
    int right = random.nextInt(2);
    int reach = (kernel - 1) * dilation + 1;
    int h = (x.shape().dim(2) + top - reach) / stride + 1;
    int w = (x.shape().dim(3) + right - reach) / stride + 1;
    if (x.shape().dim(2) + top < reach || x.shape().dim(3) + right < reach) {
      return quantize(x);
    }
    Ref weights = weights(Shape.of(outputs, channels / groups, kernel, kernel));
    Shape shape = Shape.of(1, outputs, h, w);
    RealConv op =
        new RealConv(
            x.ref(), weights, stride, stride, top, 0, 0, right, dilation, dilation, groups);
    return new Tensor(net.node(name("conv"), shape, op), shape);
  }

  private Tensor constantArithmetic(Tensor x) {
    Shape shape = parameter(x.shape());
    Ref c = net.stored(name("c"), shape, floats(shape, -2, -0.5f, 0.3f, 1, 3).toArray());
    return elementwise(
        x,
        switch (random.nextInt(5)) {
          case 0 -> new RealAdd(c, x.ref());
          case 1 -> new RealSubtract(c, x.ref());
          case 2 -> new RealSubtract(x.ref(), c);
          case 3 -> new RealDivide(x.ref(), c);
          default -> new RealMultiply(x.ref(), c);
        });
  }

  private Tensor batchNorm(Tensor x) {
    Shape c = Shape.of(x.shape().dim(1));
    return elementwise(
        x,
        new RealBatchNorm(
            x.ref(),
            NetworkMaker.tensor(c, floats(c, -1, 0, 0.7f, 2).toArray()),
            NetworkMaker.tensor(c, floats(c, -1, 0.3f, 0.5f).toArray()),
            NetworkMaker.tensor(c, floats(c, -3, 0, 1.3f).toArray()),
            NetworkMaker.tensor(c, floats(c, 1, 3, 0.2f, 4).toArray()),
            random.nextBoolean() ? 0 : 1e-5f));
  }

  private Tensor two(Tensor x) {
    List<Tensor> same = live.stream().filter(t -> t.shape().equals(x.shape())).toList();
    Tensor y = random.nextInt(3) == 0 ? sum(x) : pick(same);
    boolean turned = random.nextBoolean();
    Ref a = turned ? y.ref() : x.ref();
    Ref b = turned ? x.ref() : y.ref();
    return elementwise(
        x,
        switch (random.nextInt(3)) {
          case 0 -> new RealSubtract(a, b);
          case 1 -> new RealMultiply(a, b);
          default -> new RealAdd(a, b);
        });
  }

  /// The sum along one axis, which stays and so broadcasts to `x`.
  private Tensor sum(Tensor x) {
    int axis = 1 + random.nextInt(x.shape().rank() - 1);
    Shape shape = x.shape().withDim(axis, 1);
    RealReduceSum op = new RealReduceSum(x.ref(), List.of(axis), true);
    return new Tensor(net.node(name("sum"), shape, op), shape);
  }

  private Tensor maxPool(Tensor x) {
    int pad = random.nextInt(2);
    Shape shape = x.shape().withDim(2, x.shape().dim(2) + pad - 1);
    shape = shape.withDim(3, x.shape().dim(3) - 1);
    if (shape.elements() == 0) {
      return quantize(x);
    }
    RealMaxPool op = new RealMaxPool(x.ref(), 2, 2, 1, 1, pad, 0, 0, 0);
    return new Tensor(net.node(name("max"), shape, op), shape);
  }

  private Tensor averagePool(Tensor x) {
    int pad = random.nextInt(2);
    Shape shape = x.shape().withDim(2, x.shape().dim(2) + pad - 1);
    shape = shape.withDim(3, x.shape().dim(3) + pad - 1);
    if (shape.elements() == 0) {
      return quantize(x);
    }
    RealAveragePool op =
        new RealAveragePool(x.ref(), 2, 2, 1, 1, 0, pad, pad, 0, random.nextBoolean());
    return new Tensor(net.node(name("avg"), shape, op), shape);
  }

  private Tensor flatten(Tensor x) {
    Shape shape = Shape.of(1, x.shape().size());
    return new Tensor(net.node(name("flat"), shape, new RealReshape(x.ref())), shape);
  }

  private Tensor concat(Tensor x) {
    List<Tensor> fits =
        live.stream()
            .filter(t -> t.shape().rank() == x.shape().rank())
            .filter(t -> t.shape().withDim(1, 1).equals(x.shape().withDim(1, 1)))
            .toList();
    Tensor y = pick(fits);
    Shape shape = x.shape().withDim(1, x.shape().dim(1) + y.shape().dim(1));
    RealConcat op = new RealConcat(List.of(x.ref(), y.ref()), 1);
    return new Tensor(net.node(name("cat"), shape, op), shape);
  }

  private Tensor pad(Tensor x) {
    int axis = 1 + random.nextInt(x.shape().rank() - 1);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int a = 0; a < x.shape().rank(); a++) {
      before.add(a == axis ? 1 : 0);
      after.add(a == axis ? random.nextInt(2) : 0);
    }
    Shape shape = x.shape().withDim(axis, x.shape().dim(axis) + 1 + after.get(axis));
    Rational value = Rational.of(pick(List.of(0.0, 0.5, -2.0)));
    RealPad op = new RealPad(x.ref(), before, after, value);
    return new Tensor(net.node(name("pad"), shape, op), shape);
  }

  private Tensor slice(Tensor x) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    Shape shape = x.shape();
    for (int a = 0; a < x.shape().rank(); a++) {
      boolean cut = a > 0 && x.shape().dim(a) > 1 && random.nextBoolean();
      boolean back = a > 0 && random.nextInt(4) == 0;
      int extent = x.shape().dim(a) - (cut ? 1 : 0);
      starts.add(back ? extent - 1 : cut ? 1 : 0);
      steps.add(back ? -1 : 1);
      shape = shape.withDim(a, extent);
    }
    RealSlice op = new RealSlice(x.ref(), starts, steps);
    return new Tensor(net.node(name("cut"), shape, op), shape);
  }

  private Tensor transpose(Tensor x) {
    if (x.shape().rank() == 2) {
      return elementwise(x, new RealTranspose(x.ref(), List.of(0, 1)));
    }
    List<Integer> perm =
        pick(List.of(List.of(0, 2, 3, 1), List.of(0, 3, 1, 2), List.of(0, 1, 3, 2)));
    Shape shape = x.shape().permute(perm);
    return new Tensor(net.node(name("turn"), shape, new RealTranspose(x.ref(), perm)), shape);
  }

  private Tensor argMax(Tensor x) {
    if (random.nextInt(3) > 0) {
      return quantize(x);
    }
    int axis = 1 + random.nextInt(x.shape().rank() - 1);
    Shape shape = x.shape().withDim(axis, 1);
    return new Tensor(net.node(name("arg"), shape, new RealArgMax(x.ref(), axis, true)), shape);
  }
}
