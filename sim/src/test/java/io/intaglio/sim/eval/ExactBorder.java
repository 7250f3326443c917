package io.intaglio.sim.eval;

import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.function.IntFunction;

/// Heads and tails over exact reals instead of floating point: says whether they hold the right
/// steps and parameters, whatever floats round.
final class ExactBorder {
  private ExactBorder() {}

  static long[] encode(Head head, Surd[] x) {
    Surd[] values = x;
    for (FloatStep step : head.steps()) {
      values = apply(step, values, head.shape());
    }
    long[] codes = new long[values.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = encode(head.encoding(), head.shape(), values[i], i);
    }
    return codes;
  }

  private static long encode(Encoding encoding, Shape shape, Surd x, int i) {
    return switch (encoding) {
      case Encoding.Quantize q -> {
        Surd y =
            x.multiply(Rational.ONE.divide(at(q.scale(), shape, i).p()))
                .add(at(q.zeroPoint(), shape, i));
        long lo = q.lo().at(q.lo().shape().broadcastIndex(shape)[i]);
        long hi = q.hi().at(q.hi().shape().broadcastIndex(shape)[i]);
        Surd bounded =
            y.compareTo(Rational.of(lo)) < 0
                ? Surd.of(lo)
                : y.compareTo(Rational.of(hi)) > 0 ? Surd.of(hi) : y;
        yield q.rounding().round(bounded).longValueExact();
      }
      case Encoding.WrapQuantize w -> {
        long code =
            w.rounding()
                .round(x.multiply(Rational.ONE.divide(at(w.scale(), shape, i).p())))
                .longValueExact();
        long lo = w.lo().at(w.lo().shape().broadcastIndex(shape)[i]);
        long hi = w.hi().at(w.hi().shape().broadcastIndex(shape)[i]);
        yield lo + Math.floorMod(code - lo, hi - lo + 1);
      }
      case Encoding.Bipolar() -> x.signum() >= 0 ? 1 : -1;
      case Encoding.Grid grid -> {
        int index = grid.step().shape().broadcastIndex(shape)[i];
        yield x.p().divide(grid.step().at(index)).num().longValueExact();
      }
      case Encoding.AffineQuantize _, Encoding.ReciprocalQuantize _ ->
          throw new IllegalArgumentException("no such head here");
    };
  }

  static Surd[] decode(Tail tail, long[] codes) {
    int[] index = tail.scale().shape().broadcastIndex(tail.shape());
    Surd[] values = new Surd[codes.length];
    Arrays.setAll(
        values,
        i -> Surd.of(Rational.of(codes[i] - tail.zeroPoint()).multiply(tail.scale().at(index[i]))));
    for (FloatStep step : tail.steps()) {
      values = apply(step, values, tail.shape());
    }
    return values;
  }

  private static Surd at(FloatTensor tensor, Shape shape, int i) {
    return Surd.of(Rational.of(tensor.at(tensor.shape().broadcastIndex(shape)[i])));
  }

  private static Surd[] apply(FloatStep step, Surd[] x, Shape shape) {
    return switch (step) {
      case FloatStep.Arithmetic(FloatStep.Kind kind, FloatTensor operand) ->
          fill(x.length, i -> apply(kind, x[i], at(operand, shape, i)));
      case FloatStep.Rectify() -> fill(x.length, i -> x[i].signum() < 0 ? Surd.ZERO : x[i]);
      case FloatStep.BatchNormalize n ->
          fill(
              x.length,
              i ->
                  x[i].subtract(at(n.mean(), shape, i))
                      .multiply(
                          Surd.inverseSqrt(
                              at(n.variance(), shape, i).p().add(Rational.of(n.epsilon()))))
                      .multiply(at(n.gamma(), shape, i))
                      .add(at(n.beta(), shape, i)));
      case FloatStep.Softmax _ -> throw new IllegalArgumentException("softmax is not exact");
    };
  }

  private static Surd apply(FloatStep.Kind kind, Surd x, Surd c) {
    return switch (kind) {
      case ADD -> x.add(c);
      case SUBTRACT -> x.subtract(c);
      case REVERSE_SUBTRACT -> c.subtract(x);
      case MULTIPLY -> x.multiply(c);
      case DIVIDE -> x.multiply(Rational.ONE.divide(c.p()));
      case REVERSE_DIVIDE, POWER -> throw new IllegalArgumentException("no " + kind + " here");
    };
  }

  private static Surd[] fill(int size, IntFunction<Surd> element) {
    Surd[] all = new Surd[size];
    Arrays.setAll(all, element);
    return all;
  }
}
