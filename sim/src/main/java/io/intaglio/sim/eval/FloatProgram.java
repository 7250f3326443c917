package io.intaglio.sim.eval;

import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/// The floating-point operators of a head or a tail, one after the other over a batch.
///
/// Every elementary result is computed in double and rounded to the promoted type of its operands.
/// For sums, differences, products, quotients and roots of float32 numbers that is the correctly
/// rounded float32 result, since double has more than twice its digits.
final class FloatProgram {
  private final Shape shape;
  private final List<FloatStep> steps;
  private final FloatType in;

  /// @param shape of one sample, batch axis of 1 included
  /// @param in the type of the numbers that go in
  FloatProgram(Shape shape, FloatType in, List<FloatStep> steps) {
    this.shape = shape;
    this.in = in;
    this.steps = steps;
  }

  /// Runs the program on numbers of the type that goes in, in place.
  ///
  /// @return the type of the numbers that come out
  FloatType run(double[] x) {
    FloatType type = in;
    for (FloatStep step : steps) {
      type = step(step, x, type);
    }
    return type;
  }

  private FloatType step(FloatStep step, double[] x, FloatType type) {
    return switch (step) {
      case FloatStep.Arithmetic(FloatStep.Kind kind, FloatTensor operand) ->
          apply(x, type, operation(kind), operand);
      case FloatStep.Rectify _ -> rectify(x, type);
      case FloatStep.BatchNormalize normalize -> normalize(x, type, normalize);
      case FloatStep.Softmax(int axis) -> Softmax.apply(x, shape, axis, type);
    };
  }

  private static DoubleBinaryOperator operation(FloatStep.Kind kind) {
    return switch (kind) {
      case ADD -> Double::sum;
      case SUBTRACT -> (x, operand) -> x - operand;
      case REVERSE_SUBTRACT -> (x, operand) -> operand - x;
      case MULTIPLY -> (x, operand) -> x * operand;
      case DIVIDE -> (x, operand) -> x / operand;
      case REVERSE_DIVIDE -> (x, operand) -> operand / x;
      case POWER -> StrictMath::pow;
    };
  }

  private FloatType apply(
      double[] x, FloatType own, DoubleBinaryOperator operation, FloatTensor operand) {
    FloatType type = own.promote(operand.type());
    int[] index = operand.shape().broadcastIndex(shape);
    double[] values = operand.toArray();
    for (int at = 0; at < x.length; at += index.length) {
      for (int i = 0; i < index.length; i++) {
        x[at + i] = type.round(operation.applyAsDouble(x[at + i], values[index[i]]));
      }
    }
    return type;
  }

  /// As NumPy's `maximum(x, 0)`: a NaN stays.
  private static FloatType rectify(double[] x, FloatType type) {
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] > 0 || Double.isNaN(x[i]) ? x[i] : 0;
    }
    return type;
  }

  /// As ONNX Runtime folds it (`BatchNorm<T>::Compute`): scale and shift first, then one product
  /// and one sum an element, each rounded.
  private FloatType normalize(double[] x, FloatType own, FloatStep.BatchNormalize step) {
    FloatType type =
        step.gamma()
            .type()
            .promote(step.beta().type())
            .promote(step.mean().type())
            .promote(step.variance().type());
    double[] gamma = spread(step.gamma());
    double[] beta = spread(step.beta());
    double[] mean = spread(step.mean());
    double[] variance = spread(step.variance());
    double[] scale = new double[gamma.length];
    double[] shift = new double[gamma.length];
    for (int i = 0; i < scale.length; i++) {
      double deviation = type.round(Math.sqrt(type.round(variance[i] + step.epsilon())));
      scale[i] = type.round(gamma[i] * type.round(1 / deviation));
      shift[i] = type.round(beta[i] - type.round(mean[i] * scale[i]));
    }
    FloatType scaled = apply(x, own, operation(FloatStep.Kind.MULTIPLY), tensor(type, scale));
    return apply(x, scaled, operation(FloatStep.Kind.ADD), tensor(type, shift));
  }

  private double[] spread(FloatTensor parameter) {
    int[] index = parameter.shape().broadcastIndex(shape);
    double[] values = new double[index.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parameter.at(index[i]);
    }
    return values;
  }

  private FloatTensor tensor(FloatType type, double[] values) {
    return FloatTensor.of(shape, type, values);
  }
}
