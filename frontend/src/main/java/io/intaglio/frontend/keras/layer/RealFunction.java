package io.intaglio.frontend.keras.layer;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// A function of one real as runtimes compute it in float32.
///
/// Measured on every multiple of 2^-8 in −16..16, JAX 0.10 and TensorFlow 2.21 stay within 2.3 ulp
/// of the larger of 1 and the value (`tanh`), the exponential within 1.2 ulp of the value.
///
/// @param value to double precision, or as float32 gives it where all runtimes agree
/// @param error no runtime is farther from the value than this
///
/// Source: keras/src/activations/activations.py.
record RealFunction(DoubleUnaryOperator value, DoubleUnaryOperator error) {
  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final float ULPS = 2.5f;

  /// Keras's activation of this name.
  static Optional<RealFunction> named(String name) {
    RealFunction function =
        switch (name) {
          case "tanh" -> exactAtZero(Math::tanh);
          case "sigmoid" -> exactAtZero(RealFunction::logistic);
          case "softsign" -> agreed(x -> (float) x / (1 + Math.abs((float) x)));
          case "softplus" -> inexact(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
          case "silu", "swish" -> exactAtZero(x -> x * logistic(x));
          case "hard_sigmoid" -> exactAtZero(RealFunction::hardLogistic);
          case "hard_silu", "hard_swish" -> exactAtZero(x -> x * hardLogistic(x));
          case "elu" -> {
            RealFunction below = exactAtZero(Math::expm1);
            yield new RealFunction(x -> x > 0 ? x : below.at(x), x -> x > 0 ? 0 : below.errorAt(x));
          }
          case "selu" -> exactAtZero(x -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)));
          case "exponential" -> exponential(1);
          default -> null;
        };
    return Optional.ofNullable(function);
  }

  /// `e^(factor·x)`, where float32 rounds the product.
  static RealFunction exponential(double factor) {
    DoubleUnaryOperator power = x -> Math.min(Math.exp(factor * x), Float.MAX_VALUE);
    return new RealFunction(
        power,
        x -> x == 0 ? 0 : (ULPS + Math.abs(factor * x)) * Math.ulp((float) power.applyAsDouble(x)));
  }

  /// One of float32's own operations, each rounded as IEEE 754 demands.
  static RealFunction agreed(DoubleUnaryOperator value) {
    return new RealFunction(value, x -> 0);
  }

  private static RealFunction inexact(DoubleUnaryOperator value) {
    return new RealFunction(
        value, x -> ULPS * Math.ulp((float) Math.max(Math.abs(value.applyAsDouble(x)), 1)));
  }

  /// One that every runtime computes at zero without rounding.
  private static RealFunction exactAtZero(DoubleUnaryOperator value) {
    RealFunction elsewhere = inexact(value);
    return new RealFunction(value, x -> x == 0 ? 0 : elsewhere.errorAt(x));
  }

  double at(double x) {
    return value.applyAsDouble(x);
  }

  double errorAt(double x) {
    return error.applyAsDouble(x);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double hardLogistic(double x) {
    return Math.clamp((x + 3) / 6, 0, 1);
  }
}
