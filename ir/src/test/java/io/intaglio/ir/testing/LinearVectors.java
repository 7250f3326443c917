package io.intaglio.ir.testing;

import static io.intaglio.ir.testing.OperatorCase.ref;
import static io.intaglio.ir.testing.OperatorCase.value;
import static io.intaglio.ir.testing.OperatorVectors.at;
import static io.intaglio.ir.testing.OperatorVectors.matrix;
import static io.intaglio.ir.testing.OperatorVectors.unary;

import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Vectors of [Dense] and [Conv2d].
final class LinearVectors {
  private LinearVectors() {}

  static List<OperatorCase> dense() {
    return List.of(
        unary(
            "sums of products and a bias",
            new Dense(ref("x"), matrix(2, 3, 1, -2, 3, 0, 4, -1), IntTensor.vector(10, -7), 0),
            value("x", "s4", 3),
            at(-8, 7, 5),
            // −8 − 14 + 15 + 10, 28 − 5 − 7
            3,
            16),
        unary(
            "each product loses its low bits before the sum",
            new Dense(ref("x"), matrix(1, 3, 3, -3, 1), IntTensor.vector(1), 2),
            value("x", "s4", 3),
            at(3, 3, -1),
            // ⌊9/4⌋ + ⌊−9/4⌋ + ⌊−1/4⌋ + 1
            -1),
        unary(
            "the same weights at every position",
            new Dense(ref("x"), matrix(1, 2, 5, -5), IntTensor.vector(0), 0),
            value("x", "u2", 3, 2),
            at(3, 0, 0, 3, 2, 2),
            15,
            -15,
            0),
        unary(
            "sums beyond 32 bits",
            new Dense(ref("x"), matrix(1, 2, 2147483647L, 2147483647L), IntTensor.vector(-1), 0),
            value("x", "s16", 2),
            at(32767, 32767),
            140733193322497L));
  }

  static List<OperatorCase> conv2d() {
    IntTensor edges = IntTensor.of(Shape.of(1, 2, 2, 1), 1, 2, -3, 4);
    return List.of(
        unary(
            "a window of 2 by 2 over 3 by 3",
            new Conv2d(ref("x"), edges, IntTensor.vector(100), 1, 1, 1, 1, 1, 0),
            value("x", "s5", 3, 3, 1),
            at(1, 2, 3, 4, 5, 6, 7, 8, 9),
            // 1 + 4 − 12 + 20, 2 + 6 − 15 + 24, 4 + 10 − 21 + 32, 5 + 12 − 24 + 36, each + 100
            113,
            117,
            125,
            129),
        unary(
            "stride 2 down and dilation 2 across",
            new Conv2d(ref("x"), edges, IntTensor.vector(0), 2, 1, 1, 2, 1, 0),
            value("x", "s5", 4, 3, 1),
            at(1, 0, 2, 3, 0, 4, -1, 0, -2, -3, 0, -4),
            // 1 + 4 − 9 + 16, −1 − 4 + 9 − 16
            12,
            -12),
        unary(
            "two groups, one channel each",
            new Conv2d(
                ref("x"),
                IntTensor.of(Shape.of(2, 1, 1, 1), 3, -5),
                IntTensor.vector(0, 1),
                1,
                1,
                1,
                1,
                2,
                0),
            value("x", "s4", 1, 2, 2),
            at(-8, 7, 1, 2),
            -24,
            -34,
            3,
            -9),
        unary(
            "each product loses a bit before the sum",
            new Conv2d(ref("x"), edges, IntTensor.vector(0), 1, 1, 1, 1, 1, 1),
            value("x", "s5", 2, 2, 1),
            at(-1, 1, 1, 1),
            // ⌊−1/2⌋ + 1 + ⌊−3/2⌋ + 2
            0));
  }
}
