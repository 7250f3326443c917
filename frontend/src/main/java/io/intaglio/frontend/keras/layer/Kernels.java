package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Kernels in the Network's order of axes.
final class Kernels {
  private Kernels() {}

  /// `w` under the shape `to`, whose first axis is that of outputs; element `i` is element
  /// `source(i)` of `w`. Steps of codes must be the same for all of an output.
  static RealTensor arranged(RealTensor w, Shape to, IntUnaryOperator source) {
    int[] from = IntStream.range(0, to.size()).map(source).toArray();
    return switch (w) {
      case RealTensor.Stored(FloatTensor values) ->
          new RealTensor.Stored(
              FloatTensor.of(
                  to, values.type(), Arrays.stream(from).mapToDouble(values::at).toArray()));
      case RealTensor.Grid(IntTensor codes, RationalTensor step, RationalTensor zero) -> {
        IntTensor moved = IntTensor.of(to, Arrays.stream(from).mapToLong(codes::at).toArray());
        if (step.shape().size() == 1) {
          Rational one = step.at(0);
          yield new RealTensor.Grid(moved, RationalTensor.scalar(one), zero);
        }
        int[] stepOf = step.shape().broadcastIndex(codes.shape());
        int inner = to.size() / to.dim(0);
        List<Rational> steps =
            IntStream.range(0, to.dim(0)).mapToObj(o -> step.at(stepOf[from[o * inner]])).toList();
        yield new RealTensor.Grid(
            moved, new RationalTensor(Shape.of(to.dim(0), 1, 1, 1), steps), zero);
      }
    };
  }

  /// `[kH, kW, I, O]` as `[O, I, kH, kW]`.
  static RealTensor outputsFirst(RealTensor w) {
    Shape s = w.shape();
    int taps = s.dim(0) * s.dim(1);
    int ins = s.dim(2);
    int outs = s.dim(3);
    return arranged(
        w,
        Shape.of(outs, ins, s.dim(0), s.dim(1)),
        i -> (i % taps * ins + i / taps % ins) * outs + i / taps / ins);
  }

  /// `[kH, kW, C, M]` as `[C·M, 1, kH, kW]`.
  static RealTensor depthwise(RealTensor w) {
    Shape s = w.shape();
    int taps = s.dim(0) * s.dim(1);
    int outs = s.dim(2) * s.dim(3);
    return arranged(w, Shape.of(outs, 1, s.dim(0), s.dim(1)), i -> i % taps * outs + i / taps);
  }

  /// A kernel `[k, I, O]` of a sequence as `[1, k, I, O]`.
  static FloatTensor image(FloatTensor kernel) {
    Shape s = kernel.shape();
    return s.rank() == 3 ? kernel.reshape(s.prepend(1)) : kernel;
  }
}
