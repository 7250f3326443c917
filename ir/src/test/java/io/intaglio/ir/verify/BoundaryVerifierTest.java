package io.intaglio.ir.verify;

import static io.intaglio.ir.testing.OperatorCase.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundaryVerifierTest {
  private static final Value X = value("x", "s4", 2);
  private static final Shape SHAPE = Shape.of(1, 2);
  private static final Encoding GRID = Encoding.Grid.of(Rational.ONE);

  private static FixedGraph graph(Value x) {
    Value y = new Value("y", x.type(), x.shape(), x.range(), x.scale(), x.origin());
    Node node = new Node(y, new Reshape(new Ref("x"), x.shape()));
    return new FixedGraph("g", List.of(x), List.of(node), List.of("y"));
  }

  private static Head head(String name, Shape shape, Encoding encoding, FloatStep... steps) {
    return new Head(name, shape, FloatType.FLOAT32, List.of(steps), encoding);
  }

  private static Tail tail(String value, Shape shape, Rational scale, FloatStep... steps) {
    return new Tail(
        "out", value, shape, FloatType.FLOAT32, RationalTensor.scalar(scale), 0, List.of(steps));
  }

  private static List<String> check(Value x, List<Head> heads, List<Tail> tails) {
    return Verifier.check(new Boundary("m.onnx", heads, graph(x), tails)).stream()
        .map(Diagnostic::message)
        .toList();
  }

  private static List<String> check(Head head) {
    return check(X, List.of(head), List.of(tail("y", SHAPE, Rational.ONE)));
  }

  private static List<String> check(Tail tail) {
    return check(X, List.of(head("x", SHAPE, GRID)), List.of(tail));
  }

  private static Encoding quantize(float scale, float zero, IntTensor lo, long hi) {
    return new Encoding.Quantize(
        FloatTensor.scalar(scale),
        FloatTensor.scalar(zero),
        lo,
        IntTensor.scalar(hi),
        Rounding.HALF_EVEN);
  }

  @Test
  void aValidBoundaryHasNothingWrong() {
    FloatStep half = new FloatStep.Arithmetic(FloatStep.Kind.MULTIPLY, FloatTensor.scalar(0.5f));

    assertThat(check(head("x", SHAPE, quantize(1, 0, IntTensor.scalar(-8), 7), half))).isEmpty();
    assertThat(check(tail("y", SHAPE, Rational.ONE, half, new FloatStep.Softmax(1)))).isEmpty();
  }

  @Test
  void headsAndTailsMustMatchInputsAndOutputs() {
    assertThat(check(X, List.of(), List.of()))
        .containsExactly("0 heads for 1 inputs of the graph", "0 tails for 1 outputs of the graph");
    assertThat(check(head("w", SHAPE, GRID)))
        .containsExactly("head of 'w' stands where the graph has input %x");
    assertThat(check(tail("x", SHAPE, Rational.ONE)))
        .containsExactly("tail of 'out' reads %x where the graph's output is %y");
  }

  @Test
  void twoTailsOfOneNameAreRefused() {
    Tail tail = tail("y", SHAPE, Rational.ONE);
    FixedGraph graph = graph(X);
    FixedGraph twice =
        new FixedGraph(graph.name(), graph.inputs(), graph.nodes(), List.of("y", "y"));
    Boundary boundary =
        new Boundary("m.onnx", List.of(head("x", SHAPE, GRID)), twice, List.of(tail, tail));

    assertThat(Verifier.check(boundary))
        .extracting(Diagnostic::message)
        .containsExactly("two tails for output 'out'");
  }

  @Test
  void shapesNeedTheSameElementsAndABatchAxis() {
    assertThat(check(head("x", Shape.of(1, 3), GRID)))
        .containsExactly("head of 'x': shape [1,3] for a value of shape [2]");
    assertThat(check(tail("y", Shape.of(2, 1), Rational.ONE)))
        .containsExactly("tail of 'out': shape [2,1] does not begin with a batch axis of 1");
  }

  @Test
  void scalesAndStepsMustBePositiveAndFinite() {
    assertThat(check(head("x", SHAPE, quantize(Float.NaN, 0, IntTensor.scalar(-8), 7))))
        .containsExactly("head of 'x': a scale is not a positive number");
    assertThat(
            check(head("x", SHAPE, quantize(1, Float.POSITIVE_INFINITY, IntTensor.scalar(0), 7))))
        .containsExactly("head of 'x': a zero point is not finite");
    assertThat(check(head("x", SHAPE, Encoding.Grid.of(Rational.ZERO))))
        .containsExactly("head of 'x': a step is not positive");
    assertThat(
            check(head("x", SHAPE, new Encoding.AffineQuantize(0, 0, -8, 7, Rounding.HALF_AWAY))))
        .containsExactly("head of 'x': scale 0.0 is not a positive number");
    assertThat(check(tail("y", SHAPE, Rational.ZERO)))
        .containsExactly("tail of 'out': a scale is not positive");
  }

  @Test
  void encodingsMayOnlyMakeCodesOfTheInput() {
    assertThat(check(head("x", SHAPE, quantize(1, 0, IntTensor.vector(-8, -9), 7))))
        .containsExactly("head of 'x': codes from -9 to 7 for input %x of range [-8,7]");
    assertThat(check(head("x", SHAPE, quantize(1, 0, IntTensor.scalar(3), 2))))
        .containsExactly("head of 'x': lower bound 3 is above upper bound 2");
    Value even = value("x", IntType.signed(4), Range.uniform(-8, 6, 1), 2);
    assertThat(
            check(
                even,
                List.of(head("x", SHAPE, new Encoding.Bipolar())),
                List.of(tail("y", SHAPE, Rational.ONE))))
        .containsExactly("head of 'x': input %x of range [-8,6]/2^1 lacks -1 or +1");
  }

  @Test
  void bipolarInputsMayHoldMoreThanTheTwoCodes() {
    assertThat(check(head("x", SHAPE, new Encoding.Bipolar()))).isEmpty();
  }

  @Test
  void parametersOfStepsMustBroadcastAndBeFinite() {
    FloatTensor three = FloatTensor.of(Shape.of(3), FloatType.FLOAT32, 1, 2, 3);
    FloatStep wide = new FloatStep.Arithmetic(FloatStep.Kind.ADD, three);
    FloatStep nan = new FloatStep.Arithmetic(FloatStep.Kind.ADD, FloatTensor.scalar(Float.NaN));
    FloatTensor one = FloatTensor.scalar(1);
    FloatStep flat = new FloatStep.BatchNormalize(one, one, one, FloatTensor.scalar(-1), 0.5f);

    assertThat(check(head("x", SHAPE, GRID, wide, nan, flat)))
        .containsExactly(
            "head of 'x': ADD of shape [3] does not broadcast to [1,2]",
            "head of 'x': ADD holds a number that is not finite",
            "head of 'x': variance -1.0 is not positive");
  }

  @Test
  void softmaxStandsOnlyAtTheEndOfATail() {
    FloatStep softmax = new FloatStep.Softmax(1);

    assertThat(check(head("x", SHAPE, GRID, softmax)))
        .containsExactly("head of 'x' holds a Softmax");
    assertThat(check(tail("y", SHAPE, Rational.ONE, softmax, new FloatStep.Rectify())))
        .containsExactly("tail of 'out': a step follows the Softmax");
    assertThat(check(tail("y", SHAPE, Rational.ONE, new FloatStep.Softmax(2))))
        .containsExactly("tail of 'out': Softmax over axis 2 of [1,2]");
  }
}
