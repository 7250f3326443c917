package io.intaglio.ir.dyadic;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RescaleSearchPropertiesTest {

  private static Found search(SourceRule rule, long lo, long hi, int stride) {
    return RescaleSearch.search(
        new RescaleRequest(
            new Ref("x"),
            Range.uniform(lo, hi, stride),
            Shape.SCALAR,
            "y",
            Shape.SCALAR,
            List.of(rule),
            IntType.signed(16)));
  }

  @Test
  void whatIsFoundEqualsTheRuleAtEveryInputOfSmallIntervals() {
    for (int seed = 0; seed < 3000; seed++) {
      RandomRules random = new RandomRules(seed);
      SourceRule rule = random.rule();
      long[] in = random.interval(8);
      Found found = search(rule, in[0], in[1], (int) in[2]);
      for (long x = in[0]; x <= in[1]; x += 1L << in[2]) {
        assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, x))
            .as("seed %d, %s at %d", seed, rule, x)
            .isEqualTo(rule.apply(x));
      }
    }
  }

  @Test
  void whatIsFoundEqualsTheRuleAroundEveryStepOfLargeIntervals() {
    for (int seed = 0; seed < 500; seed++) {
      RandomRules random = new RandomRules(10_000 + seed);
      SourceRule rule = random.rule();
      long[] in = random.interval(22);
      Found found = search(rule, in[0], in[1], (int) in[2]);
      Certificate.Channel proof = found.certificate().channels().get(0);
      long before = proof.first();
      for (Certificate.Step step : proof.steps()) {
        long previous = step.at() - (1L << in[2]);
        assertThat(rule.apply(previous)).isEqualTo(before);
        assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, previous)).isEqualTo(before);
        assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, step.at()))
            .as("seed %d, %s at %d", seed, rule, step.at())
            .isEqualTo(rule.apply(step.at()));
        before = step.value();
      }
      assertThat(rule.apply(proof.hi())).isEqualTo(before);
    }
  }

  @Test
  void noShiftFormHasFewerBitsThenSmallerShiftThenSmallerOffset() {
    int compared = 0;
    for (int seed = 0; seed < 1200; seed++) {
      RandomRules random = new RandomRules(20_000 + seed);
      SourceRule rule = random.rule();
      long[] in = random.interval(6);
      int stride = (int) in[2];
      Interval interval = new Interval(in[0], in[1], stride);
      StepFunction function = StepFinder.find(rule, rule::apply, interval, 1000);
      Linear best = FloorSearch.find(function).orElse(null);
      if (function.isConstant() || (best != null && best.s() > 9)) {
        continue;
      }
      compared++;
      assertThat(best)
          .as("seed %d, %s on %s", seed, rule, interval)
          .isEqualTo(bruteForce(function, rule, best == null ? 6 : bits(best.m())));
    }
    assertThat(compared).isGreaterThan(250);
  }

  private static int bits(long m) {
    return Long.SIZE - Long.numberOfLeadingZeros(Math.abs(m));
  }

  /// The best form with at most `maxBits` bits and a shift of at most 9, by trying all.
  private static Linear bruteForce(StepFunction function, SourceRule rule, int maxBits) {
    Interval in = function.interval();
    for (int bits = 1; bits <= maxBits; bits++) {
      for (int s = 0; s <= 9; s++) {
        Linear best = null;
        for (long size = 1L << (bits - 1); size < 1L << bits; size++) {
          for (long m : new long[] {size, -size}) {
            Linear candidate = withSmallestOffset(function, rule, in, m, s);
            if (candidate != null
                && (best == null || Math.abs(candidate.b()) < Math.abs(best.b()))) {
              best = candidate;
            }
          }
        }
        if (best != null) {
          return best;
        }
      }
    }
    return null;
  }

  private static Linear withSmallestOffset(
      StepFunction function, SourceRule rule, Interval in, long m, int s) {
    long least = -(1L << 40);
    long greatest = 1L << 40;
    for (long j = 0; j <= in.last(); j++) {
      long x = in.at(j);
      long y = rule.apply(x);
      if (y > function.min()) {
        least = Math.max(least, (y << s) - x * m);
      }
      if (y < function.max()) {
        greatest = Math.min(greatest, ((y + 1) << s) - 1 - x * m);
      }
    }
    return least > greatest
        ? null
        : new Linear(m, Math.clamp(0L, least, greatest), s, 0, Rounding.FLOOR);
  }

  @Test
  void manyChannelsOfMixedRulesStayExact() {
    for (int seed = 0; seed < 60; seed++) {
      RandomRules random = new RandomRules(30_000 + seed);
      int channels = 2 + seed % 5;
      long[] lo = new long[channels];
      long[] hi = new long[channels];
      int[] stride = new int[channels];
      SourceRule shared = random.rule();
      boolean one = new SplittableRandom(seed).nextInt(3) == 0;
      SourceRule[] rules = new SourceRule[channels];
      for (int c = 0; c < channels; c++) {
        long[] in = random.interval(9);
        lo[c] = in[0];
        hi[c] = in[1];
        stride[c] = (int) in[2];
        rules[c] = one ? shared : random.rule();
      }
      Range range = Range.of(Shape.of(channels), lo, hi, stride);
      Found found =
          RescaleSearch.search(
              new RescaleRequest(
                  new Ref("x"),
                  range,
                  Shape.of(channels),
                  "y",
                  one ? Shape.SCALAR : Shape.of(channels),
                  one ? List.of(shared) : List.of(rules),
                  IntType.signed(16)));
      for (int c = 0; c < channels; c++) {
        for (long x = lo[c]; x <= hi[c]; x += 1L << stride[c]) {
          assertThat(Formula.apply(found.op(), Shape.of(channels), c, x))
              .as("seed %d channel %d %s at %d: %s", seed, c, rules[c], x, found.op())
              .isEqualTo(rules[c].apply(x));
        }
      }
      assertThat(found.op() instanceof Rescale r ? r.m().size() : 1).isLessThanOrEqualTo(channels);
    }
  }
}
