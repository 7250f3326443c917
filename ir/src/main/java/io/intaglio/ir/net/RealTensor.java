package io.intaglio.ir.net;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;

/// A constant of exact reals.
public sealed interface RealTensor {
  Shape shape();

  /// The exact value at a row-major flat index.
  Rational at(int flat);

  /// One exact number, which broadcasts to any shape.
  static RealTensor number(Rational value) {
    return new Grid(
        IntTensor.scalar(1), RationalTensor.scalar(value), RationalTensor.scalar(Rational.ZERO));
  }

  /// Numbers as stored in the file.
  record Stored(FloatTensor values) implements RealTensor {
    @Override
    public Shape shape() {
      return values.shape();
    }

    @Override
    public Rational at(int flat) {
      return Rational.of(values.at(flat));
    }
  }

  /// `(code − zeroPoint)·step`: what a quantizer made of a constant. `step` and `zeroPoint`
  /// broadcast to the codes in the manner of NumPy.
  record Grid(IntTensor codes, RationalTensor step, RationalTensor zeroPoint)
      implements RealTensor {
    @Override
    public Shape shape() {
      return codes.shape();
    }

    @Override
    public Rational at(int flat) {
      int stepIndex = step.shape().broadcastIndex(shape(), flat);
      int zeroIndex = zeroPoint.shape().broadcastIndex(shape(), flat);
      return Rational.of(codes.at(flat))
          .subtract(zeroPoint.at(zeroIndex))
          .multiply(step.at(stepIndex));
    }
  }
}
