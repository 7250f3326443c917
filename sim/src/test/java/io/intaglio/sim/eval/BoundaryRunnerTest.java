package io.intaglio.sim.eval;

import static io.intaglio.ir.testing.OperatorCase.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
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
import io.intaglio.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundaryRunnerTest {
  /// A network of one input and the output that is its code.
  private static BoundaryRunner runner(
      Value x, FloatType type, List<FloatStep> steps, Encoding encoding) {
    Head head = new Head("x", x.shape().prepend(1), type, steps, encoding);
    return runner(x, head, tail(x, Rational.ONE, 0, List.of()));
  }

  private static BoundaryRunner runner(Value x, Head head, Tail tail) {
    Value y = new Value("y", x.type(), x.shape(), x.range(), x.scale(), x.origin());
    FixedGraph graph =
        new FixedGraph(
            "g",
            List.of(x),
            List.of(new Node(y, new Reshape(new Ref("x"), x.shape()))),
            List.of("y"));
    Boundary boundary = new Boundary("m.onnx", List.of(head), graph, List.of(tail));
    assertThat(Verifier.check(boundary)).isEmpty();
    return new BoundaryRunner(boundary);
  }

  private static Tail tail(Value x, Rational scale, long zeroPoint, List<FloatStep> steps) {
    return new Tail(
        "out",
        "y",
        x.shape().prepend(1),
        FloatType.FLOAT32,
        RationalTensor.scalar(scale),
        zeroPoint,
        steps);
  }

  private static Encoding quantize(FloatTensor scale, long lo, long hi, Rounding rounding) {
    return new Encoding.Quantize(
        scale, FloatTensor.scalar(0), IntTensor.scalar(lo), IntTensor.scalar(hi), rounding);
  }

  private static long[] encode(BoundaryRunner runner, double... x) {
    int n = x.length / runner.evaluator().graph().inputs().get(0).shape().size();
    return runner.encode(n, List.of(Samples.reals(x))).get(0);
  }

  private static final Value S4 = value("x", "s4", 1);
  private static final Encoding GRID = Encoding.Grid.of(Rational.powerOfTwo(-2));

  @Test
  void aQuantizerClampsAndRoundsTiesAsItsRuleSays() {
    double[] x = {-100, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 100};

    assertThat(encode(quantizer(Rounding.HALF_EVEN), x)).containsExactly(-7, -2, -2, 0, 0, 2, 2, 7);
    assertThat(encode(quantizer(Rounding.HALF_AWAY), x))
        .containsExactly(-7, -3, -2, -1, 1, 2, 3, 7);
    assertThat(encode(quantizer(Rounding.FLOOR), x)).containsExactly(-7, -3, -2, -1, 0, 1, 2, 7);
  }

  private static BoundaryRunner quantizer(Rounding rounding) {
    Encoding encoding = quantize(FloatTensor.scalar(0.5f), -7, 7, rounding);
    return runner(S4, FloatType.FLOAT32, List.of(), encoding);
  }

  /// 0.20649618 / 0.08259847 is 2.5 in float32, a little more in float64.
  @Test
  void quotientsAreRoundedToThePromotedTypeBeforeTheyAreRoundedToIntegers() {
    double scale = 0.08259847f;
    FloatTensor narrow = FloatTensor.of(Shape.SCALAR, FloatType.FLOAT32, scale);
    FloatTensor wide = FloatTensor.of(Shape.SCALAR, FloatType.FLOAT64, scale);

    assertThat(encode(byScale(narrow), 0.20649618f)).containsExactly(2);
    assertThat(encode(byScale(wide), 0.20649618f)).containsExactly(3);
  }

  private static BoundaryRunner byScale(FloatTensor scale) {
    return runner(S4, FloatType.FLOAT32, List.of(), quantize(scale, -8, 7, Rounding.HALF_EVEN));
  }

  @Test
  void parametersOfAQuantizerBroadcastToTheSample() {
    Encoding encoding =
        new Encoding.Quantize(
            FloatTensor.of(Shape.of(1, 2), FloatType.FLOAT32, 1, 0.5),
            FloatTensor.of(Shape.of(2, 1), FloatType.FLOAT32, 0, 3),
            IntTensor.vector(-8, -2),
            IntTensor.scalar(7),
            Rounding.HALF_EVEN);
    BoundaryRunner runner = runner(value("x", "s4", 2, 2), FloatType.FLOAT32, List.of(), encoding);

    assertThat(encode(runner, 1, 1, 1, 1, -9, -9, -9, -9))
        .containsExactly(1, 2, 4, 5, -8, -2, -6, -2);
  }

  @Test
  void bipolarInputsTakeEveryZeroAsPlusOne() {
    Value x = value("x", IntType.signed(2), Range.uniform(-1, 1, 1), 1);
    BoundaryRunner runner = runner(x, FloatType.FLOAT32, List.of(), new Encoding.Bipolar());

    assertThat(encode(runner, -0.5, -0.0, 0.0, 3)).containsExactly(-1, 1, 1, 1);
    assertThat(runner.encode(2, List.of(Samples.codes(new long[] {-1, 1}))).get(0))
        .containsExactly(-1, 1);
    assertThatThrownBy(() -> runner.encode(2, List.of(Samples.codes(new long[] {-1, 0}))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("row 1, element [0]: the code 0");
  }

  @Test
  void numbersOffTheGridOrOutsideTheTypeAreNamed() {
    BoundaryRunner runner = runner(value("x", "s4", 2), FloatType.FLOAT32, List.of(), GRID);

    assertThat(encode(runner, -2, 1.75)).containsExactly(-8, 7);
    assertThatThrownBy(() -> encode(runner, 0, 0.3, 2, Double.NaN))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e -> {
              assertThat(e.diagnostics()).hasSize(1);
              assertThat(e.diagnostics().get(0).code()).isEqualTo(Code.DOM_DATA);
            })
        .hasMessageContaining("input 'x', row 0, element [1]")
        .hasMessageContaining("is not a multiple of the step 2^-2")
        .hasMessageContaining("row 1, element [0]: 2.0 is the code 8")
        .hasMessageContaining("NaN is not a finite number");
  }

  @Test
  void saturationTakesTheNearestEndButNoNumberOffTheGrid() {
    Encoding saturating = new Encoding.Grid(RationalTensor.scalar(Rational.powerOfTwo(-2)), true);
    BoundaryRunner runner = runner(S4, FloatType.FLOAT32, List.of(), saturating);

    assertThat(encode(runner, 2, -1e30, 0.25)).containsExactly(7, -8, 1);
    assertThatThrownBy(() -> encode(runner, 0.3)).hasMessageContaining("not a multiple");
    assertThatThrownBy(() -> encode(runner, Double.POSITIVE_INFINITY))
        .hasMessageContaining("not a finite number");
  }

  @Test
  void gridsOfEveryElementAndOfStepsThatAreNoPowersOfTwoAreExact() {
    Encoding encoding =
        new Encoding.Grid(
            new RationalTensor(Shape.of(2), List.of(Rational.of(3), Rational.parse("1/3"))), false);
    BoundaryRunner runner = runner(value("x", "s4", 2), FloatType.FLOAT64, List.of(), encoding);

    assertThat(encode(runner, -9, 2, 3, 1 / 3.0)).containsExactly(-3, 6, 1, 1);
    assertThatThrownBy(() -> encode(runner, 3, Math.nextUp(1 / 3.0)))
        .hasMessageContaining("element [1]")
        .hasMessageContaining("not a multiple of the step 1/3, rounded to FLOAT64");
    assertThatThrownBy(() -> encode(runner, Math.nextDown(3.0), 0))
        .hasMessageContaining("element [0]");
  }

  /// What `pixels.astype("float32") / 255` is.
  @Test
  void aByteDividedBy255IsThatByte() {
    for (FloatType type : FloatType.values()) {
      BoundaryRunner runner =
          runner(value("x", "u8", 1), type, List.of(), Encoding.Grid.of(Rational.parse("1/255")));
      double[] x = new double[256];
      long[] codes = new long[256];
      for (int k = 0; k < 256; k++) {
        codes[k] = k;
        x[k] = type == FloatType.FLOAT32 ? k / 255f : k / 255.0;
        double off = type == FloatType.FLOAT32 ? Math.nextUp(k / 255f) : Math.nextUp(x[k]);
        assertThatThrownBy(() -> encode(runner, 0, off)).hasMessageContaining("row 1, element [0]");
      }
      assertThat(encode(runner, x)).isEqualTo(codes);
      assertThatThrownBy(() -> encode(runner, type.round(256 / 255.0)))
          .hasMessageContaining("is the code 256 in steps of 1/255, not in u8 [0,255]");
    }
  }

  /// Several multiples of a step that is finer than the numbers are one number.
  @Test
  void aNumberThatStandsForSeveralCodesIsRefused() {
    Encoding fine = Encoding.Grid.of(Rational.parse("1/3"));
    BoundaryRunner runner = runner(value("x", "s32", 1), FloatType.FLOAT32, List.of(), fine);

    assertThat(encode(runner, 0x1p22, 4194303.8f)).containsExactly(3 << 22, (3 << 22) - 1);
    assertThatThrownBy(() -> encode(runner, 0, 0x1p24f))
        .hasMessageContaining("row 1, element [0]: 1.6777216E7 stands for every code from 50331647")
        .hasMessageContaining("to 50331651 in steps of 1/3");
  }

  /// Those that are not of the input's type are none of its codes.
  @Test
  void codesBeyondTheTypeMakeNoNumberAmbiguous() {
    Rational tiny = Rational.parse("1/3").multiply(Rational.powerOfTwo(-149));
    for (boolean saturate : new boolean[] {false, true}) {
      Encoding encoding = new Encoding.Grid(RationalTensor.scalar(tiny), saturate);
      BoundaryRunner runner = runner(value("x", "u1", 1), FloatType.FLOAT32, List.of(), encoding);

      // 0 and 1 are rounded to zero, 2, 3 and 4 to the least number.
      assertThatThrownBy(() -> encode(runner, 0)).hasMessageContaining("every code from 0 to 1");
      if (saturate) {
        assertThat(encode(runner, Float.MIN_VALUE, Float.MAX_VALUE)).containsExactly(1, 1);
      } else {
        assertThatThrownBy(() -> encode(runner, Float.MIN_VALUE))
            .hasMessageContaining("is the code 2 in steps of");
      }
    }
  }

  @Test
  void tflitesQuantizeRoundsAwayFromZeroBeforeTheZeroPoint() {
    Encoding encoding = new Encoding.AffineQuantize(0.5f, 3, -128, 127, Rounding.HALF_AWAY);
    BoundaryRunner runner = runner(value("x", "s8", 1), FloatType.FLOAT32, List.of(), encoding);

    assertThat(encode(runner, -0.25, 0.25, 1e38, -1e38, -1.1)).containsExactly(2, 4, 127, -128, 1);
  }

  @Test
  void xnnpacksQuantizeMultipliesAndRoundsTiesToEvenBeforeTheZeroPoint() {
    Encoding encoding = new Encoding.ReciprocalQuantize(2, 3, -128, 127);
    BoundaryRunner runner = runner(value("x", "s8", 1), FloatType.FLOAT32, List.of(), encoding);

    assertThat(encode(runner, -0.25, 0.25, 0.75, 1e38, -1e38, -1.1))
        .containsExactly(3, 3, 5, 127, -128, 1);
  }

  @Test
  void stepsOfAHeadAreFloat32OneByOne() {
    float mean = 0.1f;
    float variance = 0.3f;
    float gamma = 1.7f;
    List<FloatStep> steps =
        List.of(
            new FloatStep.Arithmetic(FloatStep.Kind.DIVIDE, FloatTensor.scalar(3)),
            new FloatStep.BatchNormalize(
                FloatTensor.scalar(gamma),
                FloatTensor.scalar(0.01f),
                FloatTensor.scalar(mean),
                FloatTensor.scalar(variance),
                1e-5f));
    double[] x = new double[200];
    double[] expected = new double[200];
    for (int i = 0; i < 200; i++) {
      float in = (i - 100) * 0.37f;
      x[i] = in;
      float quotient = in / 3f;
      float inverse = 1 / (float) Math.sqrt((double) (variance + 1e-5f));
      float scale = gamma * inverse;
      float shift = 0.01f - mean * scale;
      expected[i] = quotient * scale + shift;
    }

    FloatType type = new FloatProgram(Shape.of(1, 1), FloatType.FLOAT32, steps).run(x);

    assertThat(type).isEqualTo(FloatType.FLOAT32);
    assertThat(x).containsExactly(expected);
  }

  /// ONNX Runtime's own results, where `(x − mean)/√v·gamma + beta` gives other numbers.
  @Test
  void batchNormalizationIsFoldedAsTheRuntimeDoes() {
    FloatStep step =
        new FloatStep.BatchNormalize(
            FloatTensor.scalar(1),
            FloatTensor.scalar(0.5f),
            FloatTensor.scalar(1),
            FloatTensor.scalar(49),
            0);
    double[] x = {-790, -797, 797};
    new FloatProgram(Shape.of(1), FloatType.FLOAT32, List.of(step)).run(x);
    assertThat(x).containsExactly(-112.50000762939453, -113.50000762939453, 114.21428680419922);
  }

  /// HGQ's `floor(x + 0.5)` adds in float32: 0.49999997 + 0.5 rounds to 1.
  @Test
  void halvesAreAddedInFloat32WhereTiesGoUp() {
    Encoding wrapping =
        new Encoding.WrapQuantize(
            FloatTensor.scalar(1), IntTensor.scalar(-8), IntTensor.scalar(7), Rounding.HALF_UP);

    assertThat(encode(quantizing(Rounding.HALF_UP), 0.49999997f, -0.5, -1.5, 0.4999999f))
        .containsExactly(1, 0, -1, 0);
    assertThat(
            encode(
                runner(S4, FloatType.FLOAT32, List.of(), wrapping), 0.49999997f, -0.5, -1.5, 7.5))
        .containsExactly(1, 0, -1, -8);
  }

  /// NumPy adds the half in float32: 0.49999997 + 0.5 rounds to 1.
  @Test
  void halvesAreAddedInFloat32WhereTiesGoByMagnitude() {
    assertThat(encode(quantizing(Rounding.HALF_AWAY), 0.49999997f, -0.49999997f, -1.5, 8388609))
        .containsExactly(1, -1, -2, 8388610);
    assertThat(encode(quantizing(Rounding.HALF_TOWARD_ZERO), 0.5000001f, 1.5, 8388609))
        .containsExactly(1, 1, 8388608);
  }

  private static BoundaryRunner quantizing(Rounding rounding) {
    Encoding encoding =
        new Encoding.Quantize(
            FloatTensor.scalar(1),
            FloatTensor.scalar(0),
            IntTensor.scalar(-(1 << 25)),
            IntTensor.scalar((1 << 25) - 1),
            rounding);
    return runner(value("x", "s26", 1), FloatType.FLOAT32, List.of(), encoding);
  }

  @Test
  void everyKindOfArithmeticIsFloat32() {
    float a = 0.7f;
    float b = 1.3f;
    assertThat(arithmetic(FloatStep.Kind.ADD, a, b)).isEqualTo(a + b);
    assertThat(arithmetic(FloatStep.Kind.SUBTRACT, a, b)).isEqualTo(a - b);
    assertThat(arithmetic(FloatStep.Kind.REVERSE_SUBTRACT, a, b)).isEqualTo(b - a);
    assertThat(arithmetic(FloatStep.Kind.MULTIPLY, a, b)).isEqualTo(a * b);
    assertThat(arithmetic(FloatStep.Kind.DIVIDE, a, b)).isEqualTo(a / b);
    assertThat(arithmetic(FloatStep.Kind.REVERSE_DIVIDE, a, b)).isEqualTo(b / a);
    assertThat(arithmetic(FloatStep.Kind.POWER, a, 2)).isEqualTo(a * a);
  }

  private static double arithmetic(FloatStep.Kind kind, float a, float b) {
    double[] x = {a};
    new FloatProgram(
            Shape.of(1, 1),
            FloatType.FLOAT32,
            List.of(new FloatStep.Arithmetic(kind, FloatTensor.scalar(b))))
        .run(x);
    return x[0];
  }

  @Test
  void aFloat64OperandPromotes() {
    FloatTensor tenth = FloatTensor.of(Shape.of(1), FloatType.FLOAT64, 0.1);
    double[] x = {1};

    FloatType type =
        new FloatProgram(
                Shape.of(1, 1),
                FloatType.FLOAT32,
                List.of(new FloatStep.Arithmetic(FloatStep.Kind.MULTIPLY, tenth)))
            .run(x);

    assertThat(type).isEqualTo(FloatType.FLOAT64);
    assertThat(x).containsExactly(0.1);
  }

  @Test
  void tailsAreExactAndRoundedOnce() {
    Value x = value("x", "s8", 1);
    Tail tail = tail(x, Rational.parse("1/3"), -2, List.of());
    Head head = new Head("x", Shape.of(1, 1), FloatType.FLOAT32, List.of(), GRID);

    double[] out =
        runner(x, head, tail).run(3, List.of(Samples.codes(new long[] {-2, -1, 8}))).get(0);

    assertThat(out).containsExactly(0, 1 / 3f, 10 / 3f);
  }

  @Test
  void aSoftmaxRunsOverItsAxisSampleBySample() {
    Value x = value("x", "s8", 2);
    Tail tail = tail(x, Rational.ONE, 0, List.of(new FloatStep.Softmax(1)));
    Head head = new Head("x", Shape.of(1, 2), FloatType.FLOAT32, List.of(), GRID);

    double[] out =
        runner(x, head, tail).run(2, List.of(Samples.codes(new long[] {1, 1, 0, 100}))).get(0);

    assertThat(out[0]).isEqualTo(0.5);
    assertThat(out[1]).isEqualTo(0.5);
    assertThat(out[2]).isCloseTo(0, within(1e-20));
    assertThat(out[3]).isEqualTo(1);
  }

  @Test
  void theWrongNumberOfInputsOrElementsIsRefused() {
    BoundaryRunner runner = runner(S4, FloatType.FLOAT32, List.of(), GRID);

    assertThatThrownBy(() -> runner.encode(1, List.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the network has 1");
    assertThatThrownBy(() -> runner.encode(2, List.of(Samples.reals(new float[] {1}))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("1 elements given");
  }

  @Test
  void aNumberTooLargeForFloat32IsRefused() {
    BoundaryRunner runner = quantizer(Rounding.HALF_EVEN);

    assertThatThrownBy(() -> encode(runner, 1e300)).hasMessageContaining("1.0E300");
  }
}
