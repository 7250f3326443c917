package io.intaglio.ir.text;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// A dense layer and its rescale, with everything else that a `.fx` file holds.
final class TinyNetwork {
  private static final Shape IN = Shape.of(3);
  private static final Shape OUT = Shape.of(2);

  private TinyNetwork() {}

  static Certified certified() {
    Boundary boundary =
        new Boundary("tiny.onnx under qonnx", List.of(head()), graph(), List.of(tail()));
    return new Certified(boundary, List.of(certificate()));
  }

  private static Head head() {
    return new Head(
        "x",
        Shape.of(1, 3),
        FloatType.FLOAT32,
        List.of(new FloatStep.Arithmetic(FloatStep.Kind.MULTIPLY, FloatTensor.scalar(0.1f))),
        Encoding.Grid.of(Rational.parse("2^-3")));
  }

  private static FixedGraph graph() {
    Value x =
        new Value(
            "x",
            IntType.signed(4),
            IN,
            Range.uniform(-8, 7),
            Scale.of(Rational.parse("2^-3")),
            Origin.node("tiny.onnx", "x"));
    Value sum =
        new Value(
            "fc1.acc",
            IntType.signed(8),
            OUT,
            Range.of(OUT, new long[] {-41, -74}, new long[] {50, 76}),
            Scale.of(Rational.parse("2^-6")),
            Origin.node("tiny.onnx", "fc1"));
    Value y =
        new Value(
            "/fc1/Relu",
            IntType.unsigned(3),
            OUT,
            Range.uniform(0, 7),
            Scale.of(Rational.parse("1/10")),
            new Origin(List.of("tiny.onnx:fc1", "tiny.onnx:/fc1/Relu")));
    Dense dense =
        new Dense(
            new Ref("x"),
            IntTensor.of(Shape.of(2, 3), 1, -2, 3, 4, 0, -6),
            IntTensor.vector(5, 0),
            0);
    Rescale rescale =
        new Rescale(
            new Ref("fc1.acc"),
            IntTensor.vector(3, -5),
            IntTensor.scalar(8),
            IntTensor.scalar(4),
            IntTensor.scalar(0),
            IntTensor.scalar(0),
            IntTensor.scalar(7),
            Rounding.FLOOR);
    return new FixedGraph(
        "tiny",
        List.of(x),
        List.of(new Node(sum, dense), new Node(y, rescale)),
        List.of("/fc1/Relu"));
  }

  private static Tail tail() {
    return new Tail(
        "y",
        "/fc1/Relu",
        Shape.of(1, 2),
        FloatType.FLOAT32,
        RationalTensor.scalar(Rational.parse("1/10")),
        0,
        List.of(new FloatStep.Softmax(1)));
  }

  private static Certificate certificate() {
    SourceRule rule =
        new ExactChain(
            List.of(
                new ExactStep.Affine(
                    Surd.inverseSqrt(Rational.parse("3/7")), Surd.of(Rational.parse("1/64"))),
                new ExactStep.Round(Rounding.HALF_EVEN),
                new ExactStep.AtLeast(Rational.ZERO),
                new ExactStep.AtMost(Rational.of(7))));
    return new Certificate(
        "/fc1/Relu",
        OUT,
        List.of(
            new Certificate.Channel(
                rule,
                -41,
                50,
                0,
                0,
                List.of(new Certificate.Step(3, 1), new Certificate.Step(9, 2))),
            new Certificate.Channel(rule, -74, 76, 0, 0, List.of(new Certificate.Step(2, 1)))));
  }
}
