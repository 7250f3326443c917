package io.intaglio.frontend.onnx;

/// How far floating-point outputs may lie from a recorded one: `docs/decisions/0007`. It is the
/// tolerance of ONNX's own test runner.
public final class FloatTolerance {
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-7;

  private FloatTolerance() {}

  public static boolean holds(double got, double expected) {
    return got == expected
        || (Double.isNaN(got) && Double.isNaN(expected))
        || Math.abs(got - expected) <= ABSOLUTE + RELATIVE * Math.abs(expected);
  }
}
