package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.real.Rational;

/// What the codes of an integer tensor stand for in the network: `(code − zeroPoint)·step`.
record CodeGrid(Rational step, long zeroPoint) {
  /// Integers that stand for themselves.
  static final CodeGrid INTEGERS = new CodeGrid(Rational.ONE, 0);
}
