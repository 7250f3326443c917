package io.intaglio.ir.dyadic;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.DoubleMultiply;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.Float32Affine;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Rules of every kind, as models have them and worse, from a seed.
public final class RandomRules {
  private final SplittableRandom random;

  public RandomRules(long seed) {
    random = new SplittableRandom(seed);
  }

  public SourceRule rule() {
    return switch (random.nextInt(6)) {
      case 2 -> doubled();
      case 3 -> affine();
      case 0 -> tflite();
      case 1 -> float32();
      default -> chain();
    };
  }

  /// An interval of at most `2^bits` inputs.
  public long[] interval(int bits) {
    int stride = random.nextInt(4) == 0 ? random.nextInt(4) : 0;
    long width = random.nextLong(1L << random.nextInt(1, bits + 1));
    long lo = random.nextLong(-width - 20, 20);
    return new long[] {lo, lo + (width << stride), stride};
  }

  SourceRule tflite() {
    TfliteMultiply.Variant[] variants = TfliteMultiply.Variant.values();
    int multiplier = random.nextInt(8) == 0 ? 1 << 30 : random.nextInt(1 << 30, Integer.MAX_VALUE);
    long zero = random.nextInt(-128, 128);
    long lo = random.nextBoolean() ? -128 : zero;
    return new TfliteMultiply(
        variants[random.nextInt(3)], multiplier, random.nextInt(-12, 2), zero, lo, 127);
  }

  SourceRule float32() {
    float scale = (float) Math.scalb(random.nextDouble(0.5, 1), -random.nextInt(0, 12));
    if (random.nextInt(6) == 0) {
      scale = -scale;
    }
    long zero = random.nextInt(-128, 128);
    return new Float32Multiply(scale, zero, random.nextBoolean() ? -128 : zero, 127);
  }

  SourceRule doubled() {
    double factor = Math.scalb(random.nextDouble(0.5, 1), -random.nextInt(0, 12));
    return new DoubleMultiply(
        random.nextInt(6) == 0 ? 0x1p-5 : factor, random.nextInt(-128, 128), -128, 127);
  }

  SourceRule affine() {
    float factor = (float) Math.scalb(random.nextDouble(0.5, 1), -random.nextInt(0, 12));
    float offset = random.nextInt(-256, 256) * 0.5f;
    return new Float32Affine(random.nextInt(6) == 0 ? 0.125f : factor, offset, -128, 127);
  }

  SourceRule chain() {
    List<ExactStep> steps = new ArrayList<>();
    steps.add(new ExactStep.Affine(factor(), Surd.of(small())));
    if (random.nextInt(4) == 0) {
      steps.add(new ExactStep.LeakyRectify(Rational.parse("1/" + random.nextInt(1, 9))));
    }
    if (random.nextInt(5) == 0) {
      steps.add(new ExactStep.Sign());
      steps.add(new ExactStep.Affine(Surd.of(random.nextBoolean() ? 3 : -2), Surd.of(5)));
      return new ExactChain(steps);
    }
    long lo = random.nextInt(-20, 3);
    boolean boundsFirst = random.nextBoolean();
    List<ExactStep> bounds =
        List.of(
            new ExactStep.AtLeast(Rational.of(lo)),
            new ExactStep.AtMost(Rational.of(lo + random.nextInt(0, 40))));
    if (boundsFirst) {
      steps.addAll(bounds);
    }
    steps.add(new ExactStep.Round(List.of(Rounding.values()).get(random.nextInt(8))));
    if (!boundsFirst) {
      steps.addAll(bounds);
    }
    if (random.nextBoolean()) {
      steps.add(new ExactStep.Affine(Surd.ONE, Surd.of(random.nextInt(-5, 6))));
    }
    return new ExactChain(steps);
  }

  private Surd factor() {
    int sign = random.nextInt(3) == 0 ? -1 : 1;
    Rational size = Rational.parse(random.nextInt(1, 40) + "/" + random.nextInt(1, 60));
    return switch (random.nextInt(3)) {
      case 0 -> Surd.of(Rational.powerOfTwo(-random.nextInt(6)).multiply(Rational.of(sign)));
      case 1 -> Surd.of(size.multiply(Rational.of(sign)));
      default ->
          Surd.inverseSqrt(Rational.parse(random.nextInt(2, 99) + "/7"))
              .multiply(size.multiply(Rational.of(sign)));
    };
  }

  private Rational small() {
    return switch (random.nextInt(3)) {
      case 0 -> Rational.ZERO;
      case 1 -> Rational.parse(random.nextInt(-16, 17) + "/8");
      default -> Rational.parse(random.nextInt(-99, 100) + "/13");
    };
  }
}
