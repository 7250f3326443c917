package io.intaglio.ir.rule;

/// How the source runtime turns one integer (an accumulator, a code) into another: a monotone step
/// function, evaluated exactly as that runtime computes it. One rule is for one channel.
///
/// Rules are data: they are stored in certificates and re-evaluated by the checker.
public sealed interface SourceRule
    permits DoubleMultiply, ExactChain, Float32Affine, Float32Multiply, TfliteMultiply {
  /// The runtime's result for `x`.
  ///
  /// @throws ArithmeticException if the runtime itself would overflow, or the result is no `long`
  long apply(long x);

  /// +1 if the rule never decreases as `x` grows, −1 if it never increases. A constant rule may
  /// give either.
  int direction();

  /// Bits of the multiplier with which the source, or the usual way of running it, computes this:
  /// 31 for TFLite's fixed-point multipliers, 24 for a float32 significand.
  int sourceMultiplierBits();
}
