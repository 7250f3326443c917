package io.intaglio.ir.dyadic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class RescaleSearchTest {
  private static final Ref X = new Ref("x");

  @Test
  void halfUpShiftKeepsMultiplierOneAndCarriesTheRoundingInB() {
    Rescale op = (Rescale) search(round("2^-4", Rounding.HALF_UP, -128, 127), -5000, 5000).op();
    assertThat(op)
        .isEqualTo(
            new Rescale(
                X,
                scalar(1),
                scalar(8),
                scalar(4),
                scalar(0),
                scalar(-128),
                scalar(127),
                Rounding.FLOOR));
  }

  @Test
  void halfEvenShiftThatNoOffsetExpressesKeepsItsName() {
    Rescale op = (Rescale) search(round("2^-4", Rounding.HALF_EVEN, 0, 63), -3000, 3000).op();
    assertThat(op.rounding()).isEqualTo(Rounding.HALF_EVEN);
    assertThat(op.m()).isEqualTo(scalar(1));
    assertThat(op.s()).isEqualTo(scalar(4));
  }

  @Test
  void halfEvenOfFewStepsIsAPlainShift() {
    Rescale op = (Rescale) search(round("2^-2", Rounding.HALF_EVEN, 0, 1), -9, 9).op();
    assertThat(op.rounding()).isEqualTo(Rounding.FLOOR);
    assertThat(op.m()).isEqualTo(scalar(1));
    assertThat(op.s()).isEqualTo(scalar(0));
  }

  @Test
  void oddZeroPointDoesNotMoveTiesToEven() {
    SourceRule rule =
        new ExactChain(
            List.of(
                new ExactStep.Affine(Surd.of(Rational.parse("1/2")), Surd.ZERO),
                new ExactStep.Round(Rounding.HALF_EVEN),
                new ExactStep.Affine(Surd.ONE, Surd.ONE)));
    Found found = search(rule, -200, 200);
    assertEqualEverywhere(found, rule, -200, 200, 1);
    assertThat(((Rescale) found.op()).z()).isEqualTo(scalar(1));
  }

  @Test
  void manyValuesAreProvenByFormula() {
    SourceRule rule = round("3*2^-5", Rounding.HALF_AWAY, -(1L << 40), 1L << 40);
    Found found = search(rule, -(1L << 30), 1L << 30);
    assertThat(found.certificate().channels().get(0).steps()).isEmpty();
    assertThat(((Rescale) found.op()).rounding()).isEqualTo(Rounding.HALF_AWAY);
    for (long x = -1000; x < 1000; x++) {
      assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, x)).isEqualTo(rule.apply(x));
    }
  }

  @Test
  void anIntegerCopyNeedsNoArithmetic() {
    SourceRule rule = new ExactChain(List.of(new ExactStep.Affine(Surd.ONE, Surd.ZERO)));
    Rescale op = (Rescale) search(rule, -(1L << 40), 1L << 40).op();
    assertThat(List.of(op.m(), op.b(), op.s())).containsExactly(scalar(1), scalar(0), scalar(0));
  }

  @Test
  void constantChannelHasMultiplierZero() {
    Rescale op = (Rescale) search(round("2^-4", Rounding.FLOOR, 3, 9), -100, 20).op();
    assertThat(op.m()).isEqualTo(scalar(0));
    assertThat(Formula.apply(op, Shape.SCALAR, 0, 20)).isEqualTo(3);
  }

  @Test
  void singleInputIsAConstant() {
    Found found = search(round("1/7", Rounding.HALF_EVEN, -9, 9), 17, 17);
    assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, 17)).isEqualTo(2);
    assertThat(found.certificate().channels().get(0).steps()).isEmpty();
  }

  @Test
  void negativeSlopeGivesANegativeMultiplier() {
    SourceRule rule = round("-1/3", Rounding.HALF_UP, -8, 7);
    Found found = search(rule, -40, 40);
    assertThat(((Rescale) found.op()).m().at(0)).isNegative();
    assertEqualEverywhere(found, rule, -40, 40, 1);
  }

  @Test
  void signOfAStridedInputIsTwoCodes() {
    SourceRule rule = new ExactChain(List.of(new ExactStep.Sign()));
    Found found = search(rule, -63, 63, 1);
    assertEqualEverywhere(found, rule, -63, 63, 2);
  }

  @Test
  void doubleRoundingOnBothSidesOfZeroNeedsThresholds() {
    SourceRule rule =
        new TfliteMultiply(TfliteMultiply.Variant.DOUBLE, 1_500_000_001, -3, 0, -128, 127);
    Found found = search(rule, -3000, 3000);
    assertThat(found.op()).isInstanceOf(Threshold.class);
    assertThat(((Threshold) found.op()).count()).isEqualTo(255);
    assertEqualEverywhere(found, rule, -3000, 3000, 1);
  }

  @Test
  void doubleRoundingBehindARectifierNeedsNone() {
    SourceRule rule =
        new TfliteMultiply(TfliteMultiply.Variant.DOUBLE, 1_500_000_001, -6, -128, -128, 127);
    Found found = search(rule, -30000, 30000);
    Rescale op = (Rescale) found.op();
    assertThat(64 - Long.numberOfLeadingZeros(op.m().at(0))).isLessThan(24);
    assertEqualEverywhere(found, rule, -30000, 30000, 1);
  }

  @Test
  void oneChannelThatNeedsThresholdsTakesTheOthersAlong() {
    List<SourceRule> rules =
        List.of(
            new TfliteMultiply(TfliteMultiply.Variant.DOUBLE, 1_500_000_001, -3, 0, -128, 127),
            round("2^-4", Rounding.HALF_UP, -128, 127),
            round("-2^-4", Rounding.HALF_UP, -100, 100));
    Range range = Range.of(Shape.of(3), new long[] {-3000, -40, -90}, new long[] {3000, 50, 90});
    Found found =
        RescaleSearch.search(
            new RescaleRequest(
                X, range, Shape.of(2, 3), "y", Shape.of(3), rules, IntType.signed(8)));
    Threshold op = (Threshold) found.op();
    assertThat(op.direction()).isEqualTo(IntTensor.vector(1, 1, -1));
    for (int c = 0; c < 3; c++) {
      for (long x = range.lo(c); x <= range.hi(c); x++) {
        assertThat(Formula.apply(op, Shape.of(2, 3), 3 + c, x)).isEqualTo(rules.get(c).apply(x));
      }
    }
  }

  @Test
  void oneRuleOnDifferentIntervalsGetsTheNarrowestMultiplierOfEach() {
    SourceRule rule = round("1/37", Rounding.HALF_UP, -128, 127);
    Range range = Range.of(Shape.of(2), new long[] {-9, -4000}, new long[] {30, 4000});
    Found found =
        RescaleSearch.search(
            new RescaleRequest(
                X, range, Shape.of(4, 2), "y", Shape.SCALAR, List.of(rule), IntType.signed(8)));
    Rescale op = (Rescale) found.op();
    assertThat(found.certificate().shape()).isEqualTo(Shape.of(2));
    assertThat(op.m().at(0)).isEqualTo(1);
    assertThat(op.m().at(1)).isGreaterThan(1);
    for (int c = 0; c < 2; c++) {
      for (long x = range.lo(c); x <= range.hi(c); x++) {
        assertThat(Formula.apply(op, Shape.of(4, 2), c, x)).isEqualTo(rule.apply(x));
      }
    }
  }

  @Test
  void manyValuesOfThirdsAndQuartersHaveOneForm() {
    List<SourceRule> rules =
        List.of(
            round("1/3", Rounding.HALF_AWAY, -2000, 2000),
            round("1/4", Rounding.HALF_AWAY, -2000, 2000));
    Found found =
        RescaleSearch.search(
            new RescaleRequest(
                X,
                Range.uniform(-8192, 8188),
                Shape.of(2, 5),
                "y",
                Shape.of(2, 1),
                rules,
                IntType.signed(16)));
    assertThat(((Rescale) found.op()).rounding()).isEqualTo(Rounding.FLOOR);
    for (int c = 0; c < 2; c++) {
      for (long x = -8192; x <= 8188; x++) {
        assertThat(Formula.apply(found.op(), Shape.of(2, 5), 5 * c, x))
            .isEqualTo(rules.get(c).apply(x));
      }
    }
  }

  @Test
  void elementsThatDifferAlongOtherAxesMakeNoMoreChannels() {
    SourceRule rule = round("1/37", Rounding.HALF_UP, -128, 127);
    SourceRule other = round("1/36", Rounding.HALF_UP, -128, 127);
    Range range =
        Range.of(
            Shape.of(2, 3),
            new long[] {-9, -9, -9, -4000, -4000, -4000},
            new long[] {30, 30, 30, 4000, 4000, 4000});
    Found found =
        RescaleSearch.search(
            new RescaleRequest(
                X,
                range,
                Shape.of(2, 3),
                "y",
                Shape.of(2, 1),
                List.of(rule, other),
                IntType.signed(8)));
    assertThat(found.certificate().shape()).isEqualTo(Shape.of(2, 1));
  }

  @Test
  void equalChannelsCollapseToScalars() {
    SourceRule rule = round("1/37", Rounding.HALF_UP, -128, 127);
    Found found =
        RescaleSearch.search(
            new RescaleRequest(
                X,
                Range.uniform(-500, 500),
                Shape.of(2),
                "y",
                Shape.of(2),
                List.of(rule, rule),
                IntType.signed(8)));
    assertThat(((Rescale) found.op()).m().shape()).isEqualTo(Shape.SCALAR);
    assertThat(found.certificate().shape()).isEqualTo(Shape.SCALAR);
  }

  @Test
  void overflowOfTheSourceIsRefusedWithThePlace() {
    SourceRule rule = new TfliteMultiply(TfliteMultiply.Variant.DOUBLE, 1 << 30, 4, 0, -128, 127);
    assertThatThrownBy(() -> search(rule, -(1L << 30), 1L << 30))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e -> {
              assertThat(e.diagnostics().get(0).code()).isEqualTo(Code.LOW_NO_EXACT_FORM);
              assertThat(e.diagnostics().get(0).origin().places()).containsExactly("y");
            });
  }

  @Test
  void valueOutsideTheResultTypeIsRefused() {
    assertThatThrownBy(() -> search(round("1", Rounding.FLOOR, -9000, 9000), -9000, 9000))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("s8");
  }

  @Test
  void theWidestIntervalIsSearched() {
    SourceRule rule = new ExactChain(List.of(new ExactStep.Sign()));
    Found found = search(rule, -(1L << 62), (1L << 62) - 1);
    assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, -1)).isEqualTo(-1);
    assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, 0)).isEqualTo(1);
    assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, -(1L << 62))).isEqualTo(-1);
    assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, (1L << 62) - 1)).isEqualTo(1);
  }

  @Test
  void anInputWithoutElementsIsRefused() {
    RescaleRequest request =
        new RescaleRequest(
            X,
            Range.uniform(0, 9),
            Shape.of(0),
            "y",
            Shape.SCALAR,
            List.of(round("1/5", Rounding.FLOOR, 0, 2)),
            IntType.signed(8));
    assertThatThrownBy(() -> RescaleSearch.search(request)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void certificateListsEveryStep() {
    Found found = search(round("1/5", Rounding.FLOOR, -1, 2), -12, 100);
    Certificate.Channel channel = found.certificate().channels().get(0);
    assertThat(found.certificate().value()).isEqualTo("y");
    assertThat(channel.first()).isEqualTo(-1);
    assertThat(channel.steps())
        .containsExactly(
            new Certificate.Step(0, 0), new Certificate.Step(5, 1), new Certificate.Step(10, 2));
  }

  static ExactChain round(String slope, Rounding rounding, long lo, long hi) {
    Rational factor =
        slope.startsWith("-2^")
            ? Rational.parse(slope.substring(1)).negate()
            : Rational.parse(slope);
    return new ExactChain(
        List.of(
            new ExactStep.Affine(Surd.of(factor), Surd.ZERO),
            new ExactStep.Round(rounding),
            new ExactStep.AtLeast(Rational.of(lo)),
            new ExactStep.AtMost(Rational.of(hi))));
  }

  private static Found search(SourceRule rule, long lo, long hi) {
    return search(rule, lo, hi, 0);
  }

  private static Found search(SourceRule rule, long lo, long hi, int stride) {
    boolean wide = rule.toString().contains(Long.toString(1L << 40)) || hi > 1L << 35;
    return RescaleSearch.search(
        new RescaleRequest(
            X,
            Range.uniform(lo, hi, stride),
            Shape.SCALAR,
            "y",
            Shape.SCALAR,
            List.of(rule),
            IntType.signed(wide ? 44 : 8)));
  }

  private static IntTensor scalar(long value) {
    return IntTensor.scalar(value);
  }

  private static void assertEqualEverywhere(
      Found found, SourceRule rule, long lo, long hi, long stride) {
    for (long x = lo; x <= hi; x += stride) {
      assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, x))
          .as("x = %d", x)
          .isEqualTo(rule.apply(x));
    }
  }
}
