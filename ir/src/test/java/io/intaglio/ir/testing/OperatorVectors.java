package io.intaglio.ir.testing;

import static io.intaglio.ir.testing.OperatorCase.ref;
import static io.intaglio.ir.testing.OperatorCase.value;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Evaluation vectors of every operator: what its formula gives, worked out by hand, with ties,
/// negative numbers and the ends of types. A test demands cases for each permitted record of
/// [Op].
public final class OperatorVectors {
  private OperatorVectors() {}

  /// Cases by operator, in the order of the operators' names.
  public static Map<Class<? extends Op>, List<OperatorCase>> all() {
    Map<Class<? extends Op>, List<OperatorCase>> all = new LinkedHashMap<>();
    all.put(Add.class, add());
    all.put(ArgMax.class, argMax());
    all.put(Clamp.class, clamp());
    all.put(Combine.class, combine());
    all.put(Concat.class, concat());
    all.put(Constant.class, constant());
    all.put(Conv2d.class, LinearVectors.conv2d());
    all.put(Dense.class, LinearVectors.dense());
    all.put(Float32Add.class, KernelVectors.float32Add());
    all.put(Float32AveragePool.class, KernelVectors.float32AveragePool());
    all.put(GemmlowpSoftmax.class, KernelVectors.gemmlowpSoftmax());
    all.put(Int16Softmax.class, KernelVectors.int16Softmax());
    all.put(Lookup.class, lookup());
    all.put(MatMul.class, KernelVectors.matMul());
    all.put(MaxPool.class, maxPool());
    all.put(Mul.class, mul());
    all.put(Pad.class, pad());
    all.put(Rescale.class, RescaleVectors.cases());
    all.put(Reshape.class, reshape());
    all.put(Gather.class, gather());
    all.put(Slice.class, slice());
    all.put(Sub.class, sub());
    all.put(SumPool.class, sumPool());
    all.put(RoundedSoftmax.class, KernelVectors.roundedSoftmax());
    all.put(TableSoftmax.class, KernelVectors.tableSoftmax());
    all.put(Threshold.class, threshold());
    all.put(Transpose.class, transpose());
    all.put(Wrap.class, wrap());
    return all;
  }

  static OperatorCase unary(String what, Op op, Value x, long[] in, long... out) {
    return OperatorCase.of(what, op, List.of(x), List.of(in), out);
  }

  static OperatorCase binary(
      String what, Op op, Value a, Value b, long[] inA, long[] inB, long... out) {
    return OperatorCase.of(what, op, List.of(a, b), List.of(inA, inB), out);
  }

  static long[] at(long... elements) {
    return elements;
  }

  static IntTensor matrix(int rows, int columns, long... elements) {
    return IntTensor.of(Shape.of(rows, columns), elements);
  }

  private static List<OperatorCase> add() {
    return List.of(
        binary(
            "extremes of both types need one more bit",
            new Add(ref("a"), ref("b")),
            value("a", "s4", 3),
            value("b", "s4", 3),
            at(-8, 7, 3),
            at(-8, 7, -5),
            -16,
            14,
            -2),
        binary(
            "one element of b a channel of a",
            new Add(ref("a"), ref("b")),
            value("a", "u3", 2, 2),
            value("b", "s3", 2),
            at(0, 1, 6, 7),
            at(-4, 3),
            -4,
            4,
            2,
            10),
        binary(
            "a value added to itself",
            new Add(ref("a"), ref("a")),
            value("a", "s3", 2),
            value("a", "s3", 2),
            at(-4, 3),
            at(-4, 3),
            -8,
            6));
  }

  private static List<OperatorCase> sub() {
    return List.of(
        binary(
            "opposite extremes",
            new Sub(ref("a"), ref("b")),
            value("a", "s4", 3),
            value("b", "s4", 3),
            at(-8, 7, 0),
            at(7, -8, -8),
            -15,
            15,
            8),
        binary(
            "a scalar subtracted from each element",
            new Sub(ref("a"), ref("b")),
            value("a", "u2", 1, 2),
            value("b", "u2"),
            at(0, 3),
            at(3),
            -3,
            0));
  }

  private static List<OperatorCase> mul() {
    return List.of(
        binary(
            "signs and the greatest product of negatives",
            new Mul(ref("a"), ref("b")),
            value("a", "s4", 4),
            value("b", "s4", 4),
            at(-8, -8, 7, 0),
            at(-8, 7, 7, -8),
            64,
            -56,
            49,
            0),
        binary(
            "products beyond 32 bits",
            new Mul(ref("a"), ref("b")),
            value("a", "s32", 2),
            value("b", "s31", 1),
            at(-2147483648L, 2147483647L),
            at(-1073741824L),
            2305843009213693952L,
            -2305843008139952128L));
  }

  private static List<OperatorCase> clamp() {
    return List.of(
        unary(
            "one upper bound a channel; a bound itself stays",
            new Clamp(ref("x"), IntTensor.scalar(-3), IntTensor.vector(2, 0)),
            value("x", "s4", 3, 2),
            at(-8, -8, 2, 2, 7, -3),
            -3,
            -3,
            2,
            0,
            2,
            -3));
  }

  private static List<OperatorCase> wrap() {
    return List.of(
        unary(
            "signed overflow at both ends",
            Wrap.into(ref("x"), IntType.signed(3)),
            value("x", "s5", 7),
            at(-16, -5, -4, 3, 4, 11, 15),
            0,
            3,
            -4,
            3,
            -4,
            3,
            -1),
        unary(
            "unsigned overflow of negatives",
            Wrap.into(ref("x"), IntType.unsigned(2)),
            value("x", "s4", 5),
            at(-8, -1, 3, 4, 7),
            0,
            3,
            3,
            0,
            3),
        unary(
            "a format for each element",
            new Wrap(
                ref("x"),
                IntTensor.of(Shape.of(4), -4, 0, 0, -1),
                IntTensor.of(Shape.of(4), 3, 2, 0, 1)),
            value("x", "s5", 2, 4),
            at(4, 4, 4, 1, -5, -5, -5, -2),
            -4,
            0,
            0,
            -1,
            3,
            3,
            0,
            0),
        unary(
            "no bits hold only zero",
            Wrap.into(ref("x"), IntType.unsigned(0)),
            value("x", "s4", 2),
            at(-8, 7),
            0,
            0));
  }

  private static List<OperatorCase> constant() {
    return List.of(
        OperatorCase.of(
            "the elements themselves",
            new Constant(matrix(2, 2, -7, 0, 1, 4611686018427387903L)),
            List.of(),
            List.of(),
            at(-7, 0, 1, 4611686018427387903L)));
  }

  private static List<OperatorCase> combine() {
    return List.of(
        OperatorCase.of(
            "a floor of negative sums, then the offset, then the bounds",
            new Combine(
                List.of(ref("a"), ref("b")),
                matrix(2, 1, 3, -2),
                IntTensor.scalar(1),
                IntTensor.scalar(2),
                IntTensor.scalar(1),
                IntTensor.scalar(-4),
                IntTensor.scalar(5)),
            List.of(value("a", "s4", 4), value("b", "s4", 4)),
            // (3a − 2b + 1) / 4: −37/4, 38/4, −1/4, 4/4
            List.of(at(-8, 7, 0, 1), at(7, -8, 1, 0)),
            at(-4, 5, 0, 2)),
        OperatorCase.of(
            "one multiplier and one shift a channel",
            new Combine(
                List.of(ref("a"), ref("b")),
                IntTensor.of(Shape.of(2, 2), 1, 2, 1, -1),
                IntTensor.vector(0, 3),
                IntTensor.vector(1, 0),
                IntTensor.scalar(0),
                IntTensor.scalar(-100),
                IntTensor.scalar(100)),
            List.of(value("a", "s4", 2, 2), value("b", "u4", 2, 2)),
            List.of(at(-8, -8, 7, 7), at(15, 15, 0, 0)),
            at(3, -28, 3, 17)));
  }

  private static List<OperatorCase> threshold() {
    return List.of(
        unary(
            "a value on a threshold has met it; equal thresholds count twice",
            new Threshold(ref("x"), IntTensor.vector(-3, 0, 0, 5), IntTensor.scalar(1), -2, 1),
            value("x", "s4", 6),
            at(-8, -4, -3, 0, 4, 5),
            -2,
            -2,
            -1,
            1,
            1,
            2),
        unary(
            "the second channel falls",
            new Threshold(ref("x"), matrix(2, 2, -1, 2, -1, 2), IntTensor.vector(1, -1), -1, 2),
            value("x", "s3", 3, 2),
            at(-2, -2, -1, -1, 2, 3),
            -1,
            3,
            1,
            3,
            3,
            -1));
  }

  private static List<OperatorCase> lookup() {
    return List.of(
        unary(
            "entries from base on",
            new Lookup(ref("x"), IntTensor.vector(9, -9, 4, 4), -2),
            value("x", "s2", 4),
            at(-2, -1, 0, 1),
            9,
            -9,
            4,
            4),
        unary(
            "one row a channel",
            new Lookup(ref("x"), matrix(2, 2, 1, 2, -3, -4), 0),
            value("x", "u1", 2, 2),
            at(0, 0, 1, 1),
            1,
            -3,
            2,
            -4));
  }

  private static List<OperatorCase> maxPool() {
    return List.of(
        unary(
            "negative maxima, overlapping windows, channels apart",
            new MaxPool(ref("x"), 1, 2, 1, 1),
            value("x", "s4", 1, 3, 2),
            at(-8, 7, -7, -8, -3, 0),
            -7,
            7,
            -3,
            0));
  }

  private static List<OperatorCase> sumPool() {
    return List.of(
        unary(
            "four elements of the least value",
            new SumPool(ref("x"), 2, 2, 2, 2),
            value("x", "s4", 2, 4, 1),
            at(-8, -8, 7, 1, -8, -8, 2, 3),
            -32,
            13));
  }

  private static List<OperatorCase> argMax() {
    return List.of(
        unary(
            "the lowest index of equal maxima",
            new ArgMax(ref("x")),
            value("x", "s4", 3, 3),
            at(-8, -8, -8, 1, 7, 7, 0, -1, 1),
            0,
            1,
            2));
  }

  private static List<OperatorCase> concat() {
    return List.of(
        binary(
            "along the channels",
            new Concat(List.of(ref("a"), ref("b")), 1),
            value("a", "s3", 2, 1),
            value("b", "u3", 2, 2),
            at(-4, 3),
            at(1, 2, 6, 7),
            -4,
            1,
            2,
            3,
            6,
            7),
        binary(
            "along the rows",
            new Concat(List.of(ref("a"), ref("b")), 0),
            value("a", "s3", 1, 2),
            value("b", "u3", 2, 2),
            at(-4, 3),
            at(1, 2, 6, 7),
            -4,
            3,
            1,
            2,
            6,
            7));
  }

  private static List<OperatorCase> pad() {
    return List.of(
        unary(
            "unequal widths, a value other than zero",
            new Pad(ref("x"), List.of(1, 0), List.of(0, 2), -5),
            value("x", "s3", 1, 2),
            at(-4, 3),
            -5,
            -5,
            -5,
            -5,
            -4,
            3,
            -5,
            -5));
  }

  private static List<OperatorCase> slice() {
    return List.of(
        unary(
            "every second row, columns backwards",
            new Slice(ref("x"), List.of(0, 2), List.of(2, 2), List.of(2, -1)),
            value("x", "u4", 3, 3),
            at(0, 1, 2, 3, 4, 5, 6, 7, 8),
            2,
            1,
            8,
            7));
  }

  private static List<OperatorCase> gather() {
    return List.of(
        unary(
            "rows in another order, one twice",
            new Gather(ref("x"), 0, List.of(2, 0, 2)),
            value("x", "s4", 3, 2),
            at(1, 2, 3, 4, 5, -6),
            5,
            -6,
            1,
            2,
            5,
            -6),
        unary(
            "columns",
            new Gather(ref("x"), 1, List.of(1)),
            value("x", "s4", 2, 2),
            at(1, 2, 3, 4),
            2,
            4));
  }

  private static List<OperatorCase> reshape() {
    return List.of(
        unary(
            "row-major order stays",
            new Reshape(ref("x"), Shape.of(3, 2)),
            value("x", "s3", 2, 3),
            at(-4, -3, -2, 1, 2, 3),
            -4,
            -3,
            -2,
            1,
            2,
            3));
  }

  private static List<OperatorCase> transpose() {
    return List.of(
        unary(
            "axes turned round",
            new Transpose(ref("x"), List.of(2, 0, 1)),
            value("x", "u4", 2, 1, 3),
            at(0, 1, 2, 10, 11, 12),
            0,
            10,
            1,
            11,
            2,
            12));
  }
}
