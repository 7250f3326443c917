package io.intaglio.ir.text;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealDivide;
import io.intaglio.ir.net.RealFloat32Add;
import io.intaglio.ir.net.RealFloat32AveragePool;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealInt16Softmax;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealRoundedSoftmax;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.DoubleMultiply;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.Float32Affine;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.Optional;

/// At least one example of each record of the families other than the graph's operators.
final class RecordExamples {
  private static final Ref A = new Ref("a");
  private static final Ref B = new Ref("b");
  private static final Rational THIRD = Rational.parse("1/3");
  private static final FloatTensor SCALE = FloatTensor.scalar(0.1f);
  private static final FloatTensor PER_CHANNEL =
      FloatTensor.of(Shape.of(1, 2, 1), FloatType.FLOAT64, 0.1, Double.MIN_VALUE);
  private static final IntTensor LO = IntTensor.scalar(-8);
  private static final IntTensor HI = IntTensor.of(Shape.of(2, 1), 7, 6);

  private RecordExamples() {}

  static List<RealOp> realOps() {
    RealTensor stored = new RealTensor.Stored(PER_CHANNEL);
    RealTensor grid =
        new RealTensor.Grid(
            IntTensor.vector(1, 2, 3),
            RationalTensor.scalar(THIRD),
            new RationalTensor(Shape.of(3), List.of(THIRD, Rational.ZERO, Rational.ONE)));
    return List.of(
        new RealAdd(A, B),
        new RealArgMax(A, 1, true),
        new RealAveragePool(A, 2, 3, 1, 2, 0, 1, 0, 1, false),
        new RealBatchNorm(A, stored, grid, stored, grid, 1e-5f),
        new RealBipolar(A, stored),
        new RealConcat(List.of(A, B, A, A), 1),
        new RealConv(A, B, 1, 2, 3, 4, 5, 6, 7, 8, 9),
        new RealDivide(A, B),
        new RealLeakyRelu(A, 0.01f),
        new RealMatMul(A, B),
        new RealMaxPool(A, 2, 2, 2, 2, 0, 0, 1, 1),
        new RealMultiply(A, B),
        new RealPad(A, List.of(0, 0, 1), List.of(0, 0, 2), Rational.parse("-7*2^-5")),
        new RealParameter(grid),
        new RealQuantize(A, SCALE, PER_CHANNEL, LO, HI, Rounding.HALF_EVEN),
        new RealClip(A, Optional.of(THIRD.negate()), Optional.empty()),
        new RealUnary(A, RealUnary.Kind.ELU, 0.5f, 0),
        new RealRelu(A),
        new RealRequantize(
            A,
            RationalTensor.scalar(THIRD),
            Shape.of(sourceRules().size(), 1),
            sourceRules(),
            IntType.unsigned(8),
            Rational.parse("2^-5"),
            -128),
        new RealReshape(A),
        new RealSlice(A, List.of(0, 5), List.of(1, -1)),
        new RealSoftmax(A, -1),
        new RealSubtract(A, B),
        new RealTranspose(A, List.of(0, 2, 1)),
        new RealTruncate(A, SCALE, SCALE, 3, true, -8, 7, Rounding.FLOOR, PER_CHANNEL, PER_CHANNEL),
        new RealLookup(
            A, THIRD, -3, IntTensor.vector(-1, 0, 1), 1, -2, IntType.signed(8), THIRD, 4),
        new RealReduceSum(A, List.of(1, 2), true),
        new RealGather(A, 1, List.of(0, 0, 2)),
        new RealBatchMatMul(A, B),
        new RealTableSoftmax(
            A,
            THIRD,
            -3,
            PER_CHANNEL,
            TableSoftmax.Variant.TFLITE,
            0.00390625f,
            IntType.signed(8),
            THIRD,
            -128),
        new RealGemmlowpSoftmax(
            A, THIRD, -3, 1 << 30, 23, -248, IntType.signed(8), Rational.parse("2^-8"), -128),
        new RealInt16Softmax(A, THIRD, -3, 1 << 30, 2, LO, HI, THIRD),
        new RealRoundedSoftmax(A, THIRD, -3, IntType.signed(8), Rational.parse("2^-8"), -128),
        new RealFloat32Add(
            A, B, THIRD, -3, THIRD, 4, 0.5f, 0.25f, 1.5f, IntType.signed(8), THIRD, 5),
        new RealFloat32AveragePool(
            A, THIRD, -3, 2, 3, 2, 1, 0, 1, 0, 1, true, 0.1f, 0.2f, IntType.signed(8), THIRD, 5),
        new RealSteps(
            A,
            List.of(
                new ExactStep.Bound(Surd.of(-1), false),
                new ExactStep.Bound(Surd.inverseSqrt(Rational.of(2)), true)),
            IntTensor.vector(-1, 0, 1),
            THIRD),
        new RealWrapQuantize(A, SCALE, LO, HI, Rounding.FLOOR));
  }

  static List<ExactStep> exactSteps() {
    return List.of(
        new ExactStep.Affine(Surd.inverseSqrt(Rational.parse("3/7")), Surd.of(THIRD)),
        new ExactStep.AtLeast(Rational.parse("-5/2")),
        new ExactStep.AtMost(Rational.of(7)),
        new ExactStep.Count(List.of(new ExactStep.Bound(Surd.of(-1), true))),
        new ExactStep.LeakyRectify(Rational.parse("1/100")),
        new ExactStep.Round(Rounding.HALF_AWAY),
        new ExactStep.Sign());
  }

  static List<SourceRule> sourceRules() {
    return List.of(
        new ExactChain(exactSteps()),
        new ExactChain(List.of()),
        new DoubleMultiply(0.1, -128, -128, 127),
        new Float32Affine(0.1f, -0.5f, -128, 127),
        new Float32Multiply(1.1754944E-38f, 3, -128, 127),
        new TfliteMultiply(TfliteMultiply.Variant.DOUBLE_NEON, 1073741824, -31, -128, -128, 127));
  }

  static List<FloatStep> floatSteps() {
    return List.of(
        new FloatStep.Arithmetic(FloatStep.Kind.REVERSE_DIVIDE, SCALE),
        new FloatStep.BatchNormalize(SCALE, PER_CHANNEL, SCALE, SCALE, 0.001f),
        new FloatStep.Rectify(),
        new FloatStep.Softmax(1));
  }

  static List<Encoding> encodings() {
    return List.of(
        new Encoding.AffineQuantize(0.1f, -128, -128, 127, Rounding.HALF_AWAY),
        new Encoding.Bipolar(),
        Encoding.Grid.of(Rational.parse("2^-10")),
        new Encoding.Quantize(SCALE, SCALE, LO, HI, Rounding.CEIL),
        new Encoding.ReciprocalQuantize(10, -128, -128, 127),
        new Encoding.WrapQuantize(SCALE, LO, HI, Rounding.FLOOR));
  }

  static List<CellOp> cellOps() {
    return List.of(
        new CellOp.Input(0),
        new CellOp.Literal(-5),
        new CellOp.Add(0, 2, 1, 0),
        new CellOp.Subtract(0, 0, 1, 3),
        new CellOp.Negate(2),
        new CellOp.ShiftLeft(2, 1),
        new CellOp.ShiftRight(3, 4),
        new CellOp.RoundShift(3, 2, Rounding.HALF_EVEN),
        new CellOp.Multiply(1, 2),
        new CellOp.Clamp(4, -8, 7),
        new CellOp.Wrap(4, IntType.signed(4)),
        new CellOp.AtLeast(4, -3),
        new CellOp.AtMost(4, 9),
        new CellOp.Greater(4, 5),
        new CellOp.Select(13, 4, 5),
        new CellOp.Table(0, -1, List.of(4L, 4L, 4L, 4L, Long.MIN_VALUE)),
        new CellOp.Register(14));
  }

  static List<Source> sources() {
    return List.of(
        new Source.Element("x", 3),
        new Source.Element("x", 4),
        new Source.Element("x", 5),
        new Source.Element("y \"z\"", 6),
        new Source.Fixed(0),
        new Source.Fixed(0),
        new Source.Element("x", 0));
  }

  static List<Layer> layers() {
    Bus bus = new Bus("fc1", List.of(IntType.signed(8), IntType.unsigned(0)), 3);
    List<Cell> cells =
        cellOps().stream().map(op -> new Cell("t_" + op.hashCode() % 7, op, -8, 7, 1)).toList();
    return List.of(
        new Layer.Compute(
            bus,
            "fc1",
            new Kernel("fc1", cells, List.of(16, 3), 1),
            List.of(new Instance(sources(), List.of(0, 1)), new Instance(sources(), List.of(2, 3))),
            Origin.node("m.onnx", "fc1")),
        new Layer.Delay(bus, "x", 2, Origin.NONE),
        new Layer.Route(bus, "reshape", sources(), new Origin(List.of("a", "b"))));
  }
}
