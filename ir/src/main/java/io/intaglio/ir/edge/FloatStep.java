package io.intaglio.ir.edge;

/// One operator of a head or a tail, executed in floating point as the source runtime executes it:
/// each elementary operation rounded to the promoted type of its operands. Operands broadcast to
/// the tensor in the manner of NumPy.
public sealed interface FloatStep {
  /// `x ∘ operand`, or `operand ∘ x` for the `REVERSE_` kinds.
  record Arithmetic(Kind kind, FloatTensor operand) implements FloatStep {}

  /// The elementwise operations.
  enum Kind {
    ADD,
    SUBTRACT,
    REVERSE_SUBTRACT,
    MULTIPLY,
    DIVIDE,
    REVERSE_DIVIDE,
    /// `x` to the power `operand`.
    POWER
  }

  /// `max(x, 0)`.
  record Rectify() implements FloatStep {}

  /// `x·scale + shift` with `scale = gamma·(1/√(variance + epsilon))` and `shift = beta −
  /// mean·scale`, every operation rounded: as ONNX Runtime folds it. Parameters are already shaped
  /// to broadcast.
  record BatchNormalize(
      FloatTensor gamma, FloatTensor beta, FloatTensor mean, FloatTensor variance, float epsilon)
      implements FloatStep {}

  /// `exp(x − max) / Σ exp(x − max)` over `axis` of the model's shape (batch included). The one
  /// step with a tolerance: runtimes differ in `exp` and in the order of the sum.
  record Softmax(int axis) implements FloatStep {}
}
