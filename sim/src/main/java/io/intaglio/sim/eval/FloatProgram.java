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
      case POWER -> Math::pow;
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

  private FloatType normalize(double[] x, FloatType own, FloatStep.BatchNormalize step) {
    FloatTensor variance = step.variance();
    double[] deviation = new double[variance.size()];
    for (int i = 0; i < deviation.length; i++) {
      double shifted = variance.type().round(variance.at(i) + step.epsilon());
      deviation[i] = variance.type().round(Math.sqrt(shifted));
    }
    FloatTensor divisor = FloatTensor.of(variance.shape(), variance.type(), deviation);
    FloatType type = apply(x, own, operation(FloatStep.Kind.SUBTRACT), step.mean());
    type = apply(x, type, operation(FloatStep.Kind.DIVIDE), divisor);
    type = apply(x, type, operation(FloatStep.Kind.MULTIPLY), step.gamma());
    return apply(x, type, operation(FloatStep.Kind.ADD), step.beta());
  }
}
