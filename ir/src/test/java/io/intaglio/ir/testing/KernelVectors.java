package io.intaglio.ir.testing;

import static io.intaglio.ir.testing.OperatorCase.ref;
import static io.intaglio.ir.testing.OperatorCase.value;
import static io.intaglio.ir.testing.OperatorVectors.at;
import static io.intaglio.ir.testing.OperatorVectors.binary;
import static io.intaglio.ir.testing.OperatorVectors.unary;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// Vectors of runtimes' own kernels, with numbers that float32 holds exactly save where said.
final class KernelVectors {
  private static final IntType S8 = IntType.signed(8);
  private static final IntType U8 = IntType.unsigned(8);

  private KernelVectors() {}

  /// 1, 1/2, 1/4 for the greatest code and the two below it, 0 for others.
  private static FloatTensor halves() {
    double[] table = new double[256];
    table[255] = 1;
    table[254] = 0.5;
    table[253] = 0.25;
    return FloatTensor.of(Shape.of(256), FloatType.FLOAT32, table);
  }

  private static FloatTensor uniform(float entry) {
    double[] table = new double[256];
    Arrays.fill(table, entry);
    return FloatTensor.of(Shape.of(256), FloatType.FLOAT32, table);
  }

  static List<OperatorCase> tableSoftmax() {
    return List.of(
        unary(
            "a share beyond the type; a row each",
            new TableSoftmax(ref("x"), halves(), TableSoftmax.Variant.TFLITE, 0x1p-8f, S8, -128),
            value("x", "s8", 2, 3),
            // 256/1.75·(1, 1/2, 1/4) = 146.29, 73.14, 36.57; 256, 0, 0
            at(-5, -6, -7, 127, -128, 0),
            18,
            -55,
            -91,
            127,
            -128,
            -128),
        unary(
            "ties away from zero",
            new TableSoftmax(ref("x"), halves(), TableSoftmax.Variant.TFLITE, 0.25f, S8, -3),
            value("x", "s8", 4),
            // 4/2·(1, 1/2, 1/4, 1/4) = 2, 1, 1/2, 1/2
            at(5, 4, 3, 3),
            -1,
            -2,
            -2,
            -2),
        unary(
            "ties to even, before the zero point",
            new TableSoftmax(ref("x"), halves(), TableSoftmax.Variant.ONNX_RUNTIME, 6, U8, 3),
            value("x", "u8", 4),
            // 6·(1, 1/2, 1/4, 1/4)/2 = 3, 3/2, 3/4, 3/4
            at(255, 254, 253, 253),
            6,
            5,
            4,
            4),
        unary(
            "divided before it is multiplied",
            new TableSoftmax(
                ref("x"), uniform(0x1.d9c282p0f), TableSoftmax.Variant.ONNX_RUNTIME, 254, U8, 0),
            value("x", "u8", 4),
            // 254·(1/4) = 127/2; fl32(254·e)/(4·e) is less
            at(7, 7, 7, 7),
            64,
            64,
            64,
            64),
        unary(
            "clamped to the greatest code",
            new TableSoftmax(ref("x"), halves(), TableSoftmax.Variant.ONNX_RUNTIME, 256, U8, 0),
            value("x", "u8", 2),
            at(9, 0),
            255,
            0));
  }

  static List<OperatorCase> roundedSoftmax() {
    return List.of(
        unary(
            "shares of real numbers",
            new RoundedSoftmax(ref("x"), Rational.ONE, U8, Rational.parse("1/100"), 0),
            value("x", "s8", 2, 2),
            // 100·e/(e + 1) = 73.1 and the rest; 100/(e^255 + 1), next to nothing
            at(3, 2, -128, 127),
            73,
            27,
            0,
            100),
        unary(
            "equal codes tie, before the zero point",
            new RoundedSoftmax(ref("x"), Rational.ONE, U8, Rational.parse("1/10"), 3),
            value("x", "s8", 4),
            // 10/4 = 5/2
            at(5, 5, 5, 5),
            5,
            5,
            5,
            5),
        unary(
            "clamped to the greatest code",
            new RoundedSoftmax(ref("x"), Rational.ONE, S8, Rational.parse("2^-8"), -128),
            value("x", "s8", 1),
            at(-3),
            127));
  }

  static List<OperatorCase> gemmlowpSoftmax() {
    return List.of(
        unary(
            "equal codes share; one below the least difference counts as nothing",
            new GemmlowpSoftmax(ref("x"), 1 << 30, 23, -50, S8),
            value("x", "s8", 3),
            // S = 2·2^19, its reciprocal 2^31 − 1: (2^31 − 2)/2^24 = 128
            at(10, 10, -100),
            0,
            0,
            -128),
        unary(
            "one code has all, which is one more than the type holds",
            new GemmlowpSoftmax(ref("x"), 1 << 30, 23, -248, S8),
            value("x", "s8", 1),
            at(-7),
            127),
        unary(
            "16 bits of result",
            new GemmlowpSoftmax(ref("x"), 1 << 30, 23, -50, IntType.signed(16)),
            value("x", "u8", 2, 2),
            at(255, 255, 0, 200),
            0,
            0,
            -32768,
            32767));
  }

  static List<OperatorCase> int16Softmax() {
    long[] half = new long[513];
    Arrays.fill(half, 16384);
    long[] ones = new long[513];
    Arrays.fill(ones, 32767);
    return List.of(
        unary(
            "interpolation between the last entries, and the sum's two halves",
            new Int16Softmax(
                ref("x"), 1 << 30, 1, IntTensor.vector(steep()), IntTensor.vector(half)),
            value("x", "s16", 2, 2),
            // at 0: 100 + ((32667·127 + 64) >> 7) = 32512; S = 32512, then 65024
            at(32767, -32768, 5, 5),
            32512,
            0,
            16256,
            16256),
        unary(
            "the greatest code",
            new Int16Softmax(ref("x"), 1 << 30, 1, IntTensor.vector(ones), IntTensor.vector(ones)),
            value("x", "s16", 1),
            // 32767·32767/2^14, clamped
            at(-32768),
            32767));
  }

  /// 0 save for the last two entries.
  private static long[] steep() {
    long[] table = new long[513];
    table[511] = 100;
    table[512] = 32767;
    return table;
  }

  static List<OperatorCase> float32Add() {
    return List.of(
        binary(
            "ties to even of both signs, and the ends of the type",
            new Float32Add(ref("a"), ref("b"), 0.5f, 1, 0, S8),
            value("a", "s8", 6),
            value("b", "s8", 6),
            at(1, 3, -1, -3, 127, -128),
            at(0, 0, 0, 0, 127, -128),
            0,
            2,
            0,
            -2,
            127,
            -128),
        binary(
            "the zero point is rounded with the sum: 2.5 is 2",
            new Float32Add(ref("a"), ref("b"), 0.25f, 0.25f, 1, U8),
            value("a", "u8", 1),
            value("b", "u8", 2),
            at(3),
            at(3, 1),
            2,
            2),
        binary(
            "b is rounded with the offset first: 1/2 + 2^-25 becomes 1/2",
            new Float32Add(ref("a"), ref("b"), 1, 0x1p-25f, 0.5f, S8),
            value("a", "s8", 1),
            value("b", "s8", 1),
            at(2),
            at(1),
            2));
  }

  static List<OperatorCase> float32AveragePool() {
    return List.of(
        unary(
            "the zero point is added before ties go to even",
            new Float32AveragePool(ref("x"), 2, 2, 2, 2, 0, 0, 0, 0, false, 0, 1, 1, S8, 1),
            value("x", "s8", 2, 4, 1),
            // 1/2 + 1, −1/2 + 1
            at(0, 1, 0, -1, 0, 1, -1, 0),
            2,
            0),
        unary(
            "only elements inside count",
            new Float32AveragePool(ref("x"), 1, 2, 1, 1, 0, 1, 0, 0, false, -1, 1, 0.5f, S8, 0),
            value("x", "s8", 1, 2, 1),
            // 2·(5 + 1), 2·(6 + 4)/2
            at(5, 3),
            12,
            10),
        unary(
            "padding counts, but adds nothing",
            new Float32AveragePool(ref("x"), 1, 2, 1, 1, 0, 1, 0, 0, true, -1, 1, 0.5f, S8, 0),
            value("x", "s8", 1, 2, 1),
            at(5, 3),
            6,
            10));
  }

  static List<OperatorCase> matMul() {
    return List.of(
        binary(
            "rows by columns",
            new MatMul(ref("a"), ref("b")),
            value("a", "s4", 2, 2),
            value("b", "s5", 2, 3),
            at(1, 2, 3, -4),
            at(5, -6, 0, 7, 8, -1),
            19,
            10,
            -2,
            -13,
            -50,
            4),
        binary(
            "one product a leading index",
            new MatMul(ref("a"), ref("b")),
            value("a", "s4", 2, 1, 1),
            value("b", "s4", 2, 1, 1),
            at(-8, 7),
            at(-8, -8),
            64,
            -56));
  }
}
