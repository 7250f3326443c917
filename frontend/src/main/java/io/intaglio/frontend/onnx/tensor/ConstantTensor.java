package io.intaglio.frontend.onnx.tensor;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A tensor whose value is known while importing.
public sealed interface ConstantTensor {
  Shape shape();

  ElementType type();

  /// The element at a row-major flat index as the runtime holds it.
  double real(int flat);

  /// The tensor of shape `to` whose element `i` is this one's element `index[i]`.
  ConstantTensor gather(Shape to, int[] index);

  /// The same elements in row-major order; `to` has as many.
  ConstantTensor reshape(Shape to);

  /// What it is as a parameter of the network. Every element must be finite.
  RealTensor toRealTensor();

  default int size() {
    return shape().size();
  }

  /// Stored or folded floating-point numbers.
  record Reals(FloatTensor values, ElementType type) implements ConstantTensor {
    public static Reals of(Shape shape, ElementType type, double[] values) {
      FloatType held = type == ElementType.FLOAT64 ? FloatType.FLOAT64 : FloatType.FLOAT32;
      return new Reals(FloatTensor.of(shape, held, values), type);
    }

    @Override
    public Shape shape() {
      return values.shape();
    }

    @Override
    public double real(int flat) {
      return values.at(flat);
    }

    @Override
    public ConstantTensor gather(Shape to, int[] index) {
      double[] gathered = new double[index.length];
      for (int i = 0; i < index.length; i++) {
        gathered[i] = values.at(index[i]);
      }
      return of(to, type, gathered);
    }

    @Override
    public ConstantTensor reshape(Shape to) {
      return new Reals(values.reshape(to), type);
    }

    @Override
    public RealTensor toRealTensor() {
      return new RealTensor.Stored(values);
    }
  }

  /// Integers: shapes, axes, zero points.
  record Integers(IntTensor values, ElementType type) implements ConstantTensor {
    @Override
    public Shape shape() {
      return values.shape();
    }

    @Override
    public double real(int flat) {
      return values.at(flat);
    }

    @Override
    public ConstantTensor gather(Shape to, int[] index) {
      return new Integers(gatherInts(values, to, index), type);
    }

    @Override
    public ConstantTensor reshape(Shape to) {
      return new Integers(values.reshape(to), type);
    }

    @Override
    public RealTensor toRealTensor() {
      RationalTensor one = RationalTensor.scalar(Rational.ONE);
      return new RealTensor.Grid(values, one, RationalTensor.scalar(Rational.ZERO));
    }
  }

  /// What a quantizer made of a constant: `(code − zeroPoint)·step`, as exact numbers in the
  /// network and rounded to float32 where the runtime goes on computing with it.
  record Quantized(IntTensor codes, FloatTensor step, FloatTensor zeroPoint)
      implements ConstantTensor {
    @Override
    public Shape shape() {
      return codes.shape();
    }

    @Override
    public ElementType type() {
      return ElementType.FLOAT32;
    }

    @Override
    public double real(int flat) {
      FloatType computed = step.type().promote(zeroPoint.type());
      double offset = computed.round(codes.at(flat) - Spread.at(zeroPoint, shape(), flat));
      return (float) computed.round(offset * Spread.at(step, shape(), flat));
    }

    @Override
    public ConstantTensor gather(Shape to, int[] index) {
      return new Quantized(
          gatherInts(codes, to, index),
          Spread.gather(step, shape(), to, index),
          Spread.gather(zeroPoint, shape(), to, index));
    }

    @Override
    public ConstantTensor reshape(Shape to) {
      if (step.size() == 1 && zeroPoint.size() == 1) {
        return new Quantized(
            codes.reshape(to), step.reshape(Shape.SCALAR), zeroPoint.reshape(Shape.SCALAR));
      }
      int[] identity = new int[size()];
      Arrays.setAll(identity, i -> i);
      return gather(to, identity);
    }

    @Override
    public RealTensor toRealTensor() {
      return new RealTensor.Grid(codes, exact(step), exact(zeroPoint));
    }

    private static RationalTensor exact(FloatTensor values) {
      List<Rational> exact = new ArrayList<>(values.size());
      for (int i = 0; i < values.size(); i++) {
        exact.add(Rational.of(values.at(i)));
      }
      return new RationalTensor(values.shape(), exact);
    }
  }

  /// The parts, all of one type, one after the other along `axis`. Quantized parts stay quantized
  /// where all are.
  static ConstantTensor concat(List<ConstantTensor> parts, int axis, Shape to) {
    return Joined.concat(parts, axis, to);
  }

  private static IntTensor gatherInts(IntTensor values, Shape to, int[] index) {
    long[] gathered = new long[index.length];
    for (int i = 0; i < index.length; i++) {
      gathered[i] = values.at(index[i]);
    }
    return IntTensor.of(to, gathered);
  }
}
