package io.intaglio.ir.testing;

import static io.intaglio.ir.testing.OperatorCase.ref;
import static io.intaglio.ir.testing.OperatorCase.value;

import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Vectors of [Rescale]: each rounding on the quarters from −6/4 to 6/4, then its other parts.
final class RescaleVectors {
  private RescaleVectors() {}

  private static final long[] QUARTERS = {-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6};

  static List<OperatorCase> cases() {
    return List.of(
        quarters(Rounding.FLOOR, -2, -2, -1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1),
        quarters(Rounding.CEIL, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2),
        quarters(Rounding.TOWARD_ZERO, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1),
        quarters(Rounding.AWAY_FROM_ZERO, -2, -2, -1, -1, -1, -1, 0, 1, 1, 1, 1, 2, 2),
        quarters(Rounding.HALF_EVEN, -2, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 2),
        quarters(Rounding.HALF_UP, -1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 2),
        quarters(Rounding.HALF_AWAY, -2, -1, -1, -1, -1, 0, 0, 0, 1, 1, 1, 1, 2),
        quarters(Rounding.HALF_TOWARD_ZERO, -1, -1, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 1),
        negativeMultiplier(),
        perChannel(),
        wideProduct());
  }

  private static OperatorCase quarters(Rounding rounding, long... expected) {
    return OperatorCase.of(
        rounding + " of quarters",
        new Rescale(
            ref("x"),
            IntTensor.scalar(1),
            IntTensor.scalar(0),
            IntTensor.scalar(2),
            IntTensor.scalar(0),
            IntTensor.scalar(-100),
            IntTensor.scalar(100),
            rounding),
        List.of(value("x", "s4", 13)),
        List.of(QUARTERS.clone()),
        expected);
  }

  private static OperatorCase negativeMultiplier() {
    return OperatorCase.of(
        "a negative multiplier, half up by b, then z, then the bounds",
        new Rescale(
            ref("x"),
            IntTensor.scalar(-3),
            IntTensor.scalar(4),
            IntTensor.scalar(3),
            IntTensor.scalar(1),
            IntTensor.scalar(-1),
            IntTensor.scalar(3),
            Rounding.FLOOR),
        List.of(value("x", "s4", 5)),
        // (−3x + 4) / 8: 28/8, 4/8, 1/8, −8/8, −17/8, each floored, plus 1
        List.of(new long[] {-8, 0, 1, 4, 7}),
        new long[] {3, 1, 1, 0, -1});
  }

  private static OperatorCase perChannel() {
    return OperatorCase.of(
        "every parameter its own broadcast",
        new Rescale(
            ref("x"),
            IntTensor.vector(1, -1),
            IntTensor.of(Shape.of(2, 1), 0, 1),
            IntTensor.vector(0, 1),
            IntTensor.scalar(0),
            IntTensor.vector(-8, -2),
            IntTensor.scalar(8),
            Rounding.FLOOR),
        List.of(value("x", "s4", 2, 2)),
        List.of(new long[] {-8, -8, 7, 7}),
        // −8, 8/2, 7 + 1, (−7 + 1)/2 bounded by −2
        new long[] {-8, 4, 8, -2});
  }

  private static OperatorCase wideProduct() {
    return OperatorCase.of(
        "a product of more than 64 bits",
        new Rescale(
            ref("x"),
            IntTensor.scalar(1L << 40),
            IntTensor.scalar(-1),
            IntTensor.scalar(60),
            IntTensor.scalar(0),
            IntTensor.scalar(-(1L << 40)),
            IntTensor.scalar(1L << 40),
            Rounding.FLOOR),
        List.of(value("x", "s41", 3)),
        // (x·2^40 − 1) / 2^60 lies just below −2^20, 2^19 and 0
        List.of(new long[] {-(1L << 40), (1L << 39), 0}),
        new long[] {-(1L << 20) - 1, (1L << 19) - 1, -1});
  }
}
