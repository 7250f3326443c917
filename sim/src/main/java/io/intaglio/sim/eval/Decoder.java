package io.intaglio.sim.eval;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.real.Rational;

/// Makes the real numbers of one output: `(code − zeroPoint)·scale`, exact and rounded once to the
/// tail's type, then the tail's steps.
final class Decoder {
  private final Tail tail;
  private final Rational[] scale;
  /// The scale where its product with a code of up to 2^28 is exact in double, else NaN.
  private final double[] shortScale;
  private final FloatProgram program;

  Decoder(Tail tail) {
    this.tail = tail;
    int[] index = tail.scale().shape().broadcastIndex(tail.shape());
    scale = new Rational[index.length];
    shortScale = new double[index.length];
    for (int i = 0; i < index.length; i++) {
      scale[i] = tail.scale().at(index[i]);
      boolean isShort =
          scale[i].isDyadic()
              && scale[i].num().bitLength() <= 24
              && scale[i].den().bitLength() < 500;
      shortScale[i] = isShort ? scale[i].toDouble() : Double.NaN;
    }
    program = new FloatProgram(tail.shape(), tail.type(), tail.steps());
  }

  double[] decode(int n, long[] codes) {
    if (codes.length != (long) n * scale.length) {
      throw new IllegalArgumentException(
          codes.length + " codes for " + n + " samples of " + scale.length);
    }
    double[] x = new double[codes.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = real(i % scale.length, Math.subtractExact(codes[i], tail.zeroPoint()), tail.type());
    }
    program.run(x);
    return x;
  }

  private double real(int element, long steps, FloatType type) {
    boolean exact = Math.abs(steps) <= 1L << 28 && !Double.isNaN(shortScale[element]);
    return exact
        ? type.round(steps * shortScale[element])
        : RealRounding.nearest(Rational.of(steps).multiply(scale[element]), type);
  }
}
