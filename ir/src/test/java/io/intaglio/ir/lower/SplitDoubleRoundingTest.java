package io.intaglio.ir.lower;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.Node;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.testing.NetworkMaker;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import io.intaglio.ir.verify.Verifier;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplitDoubleRoundingTest {
  private static final Shape VECTOR = Shape.of(1, 2);

  private static Certified lower(String format, SourceRule rule, IntType type) {
    NetworkMaker net = new NetworkMaker();
    Ref x = net.input("x", VECTOR, format);
    Ref y =
        net.node(
            "y",
            VECTOR,
            new RealRequantize(
                x,
                RationalTensor.scalar(Rational.ONE),
                Shape.SCALAR,
                List.of(rule),
                type,
                Rational.ONE,
                0));
    Certified lowered = Lowering.lower(net.network(y), LoweringOptions.none());
    assertThat(Verifier.check(lowered.boundary())).isEmpty();
    assertThat(CertificateChecker.check(lowered)).isEmpty();
    return lowered;
  }

  @Test
  void aRuleThatRoundsBothSignsTwiceBecomesTwoRescales() {
    SourceRule rule = new TfliteMultiply(TfliteMultiply.Variant.DOUBLE, 1 << 30, -3, 0, -128, 127);

    assertThat(lower("s16", rule, IntType.signed(8)).boundary().graph().nodes())
        .extracting(Node::op)
        .hasSize(2)
        .allMatch(Rescale.class::isInstance);
  }

  @Test
  void wideResultsOfFewCodesNeedNoThresholds() {
    SourceRule rule =
        new TfliteMultiply(
            TfliteMultiply.Variant.DOUBLE,
            1_518_500_250,
            -1,
            0,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE);

    assertThat(lower("s28", rule, IntType.signed(32)).boundary().graph().nodes())
        .extracting(Node::op)
        .allMatch(Rescale.class::isInstance);
  }

  @ParameterizedTest
  @EnumSource(
      value = TfliteMultiply.Variant.class,
      names = "SINGLE",
      mode = EnumSource.Mode.EXCLUDE)
  void theTwoPartsAreTheRule(TfliteMultiply.Variant variant) {
    SplittableRandom random = new SplittableRandom(7);
    for (int n = 0; n < 200_000; n++) {
      int multiplier =
          random.nextInt(4) == 0 ? 1 << 30 : random.nextInt(1 << 30, Integer.MAX_VALUE);
      SourceRule rule =
          new TfliteMultiply(variant, multiplier, random.nextInt(-12, 3), 3, -128, 127);
      long x = random.nextInt(-1 << 20, 1 << 20) >> random.nextInt(18);

      long high = SplitDoubleRounding.high(List.of(rule)).get(0).apply(x);

      assertThat(SplitDoubleRounding.low(List.of(rule)).get(0).apply(high))
          .as("%s of %d", rule, x)
          .isEqualTo(rule.apply(x));
    }
  }
}
