package io.intaglio.ir.cert;

import io.intaglio.ir.rule.DoubleMultiply;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.Float32Affine;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntType;
import java.math.BigInteger;
import java.util.Optional;

/// Proves one channel of a certificate.
///
/// Why a few evaluations suffice: rule and formula are monotone. Where both have the same value at
/// two inputs they have it at all inputs between. The points looked at — `lo`, each step, the input
/// before it, `hi` — are the ends of the rule's plateaus, so equality there is equality on the
/// whole interval.
final class ChannelProof {
  private final Certificate.Channel channel;

  ChannelProof(Certificate.Channel channel) {
    this.channel = channel;
  }

  /// Whether the channel claims a formula for more values than it lists.
  boolean byFormula() {
    return channel.steps().isEmpty() && channel.rule().apply(channel.hi()) != channel.first();
  }

  /// What is wrong with first value and steps as a description of the rule.
  Optional<String> ruleFault(IntType type) {
    if (!monotone(channel.rule())) {
      return Optional.of("the rule is not monotone");
    }
    if (!sane()) {
      return Optional.of("the interval is empty, or its ends are not on one grid");
    }
    try {
      return types(type).or(this::stepFault);
    } catch (ArithmeticException e) {
      return Optional.of("the rule has no value: " + e.getMessage());
    }
  }

  private static boolean monotone(SourceRule rule) {
    return switch (rule) {
      case TfliteMultiply t -> t.lo() <= t.hi();
      case DoubleMultiply d -> Double.isFinite(d.factor()) && d.lo() <= d.hi();
      case Float32Affine f ->
          Float.isFinite(f.factor()) && Float.isFinite(f.offset()) && f.lo() <= f.hi();
      case Float32Multiply f -> Float.isFinite(f.scale()) && f.lo() <= f.hi();
      case ExactChain chain ->
          chain.steps().stream()
              .noneMatch(
                  step -> step instanceof ExactStep.LeakyRectify(var slope) && slope.signum() < 0);
    };
  }

  private boolean sane() {
    if (channel.lo() > channel.hi() || channel.log2Stride() < 0 || channel.log2Stride() > 62) {
      return false;
    }
    BigInteger width = BigInteger.valueOf(channel.hi()).subtract(BigInteger.valueOf(channel.lo()));
    return width.bitLength() < 64 && multiple(width.longValue());
  }

  private boolean multiple(long distance) {
    return (distance & ((1L << channel.log2Stride()) - 1)) == 0;
  }

  private Optional<String> types(IntType type) {
    for (long end : new long[] {channel.lo(), channel.hi()}) {
      long value = channel.rule().apply(end);
      if (!type.contains(value)) {
        return Optional.of("the rule gives " + value + " at " + end + ", outside " + type);
      }
    }
    return Optional.empty();
  }

  private Optional<String> stepFault() {
    Optional<String> fault = ruleGives(channel.lo(), channel.first());
    if (fault.isPresent() || byFormula()) {
      return fault;
    }
    long value = channel.first();
    long at = channel.lo();
    boolean up = channel.rule().apply(channel.hi()) >= value;
    for (Certificate.Step step : channel.steps()) {
      boolean ordered = step.at() > at && step.at() <= channel.hi();
      if (!ordered || !multiple(step.at() - channel.lo())) {
        return Optional.of("step at " + step.at() + " is out of order or off the grid");
      }
      if (up ? step.value() <= value : step.value() >= value) {
        return Optional.of("step at " + step.at() + " does not go on in the rule's direction");
      }
      fault = ruleGives(step.at() - stride(), value);
      fault = fault.isPresent() ? fault : ruleGives(step.at(), step.value());
      if (fault.isPresent()) {
        return fault;
      }
      at = step.at();
      value = step.value();
    }
    return ruleGives(channel.hi(), value);
  }

  private long stride() {
    return 1L << channel.log2Stride();
  }

  private Optional<String> ruleGives(long x, long value) {
    long given = channel.rule().apply(x);
    return given == value
        ? Optional.empty()
        : Optional.of("the rule gives " + given + " at " + x + ", the certificate says " + value);
  }

  /// What is wrong with `formula` as an equal of the rule, whose steps have been found right.
  Optional<String> formulaFault(Formula formula) {
    if (formula instanceof Formula.Shift shift && shift.lo() > shift.hi()) {
      return Optional.of("bounds " + shift.lo() + " > " + shift.hi());
    }
    if (byFormula()) {
      return formula instanceof Formula.Shift shift
              && channel.rule() instanceof ExactChain chain
              && FormulaProof.proves(chain, shift, channel.lo(), channel.hi())
          ? Optional.empty()
          : Optional.of("no steps are listed, and the formulas are not the same");
    }
    long value = channel.first();
    Optional<String> fault = formulaGives(formula, channel.lo(), value);
    for (Certificate.Step step : channel.steps()) {
      if (fault.isPresent()) {
        return fault;
      }
      fault = formulaGives(formula, step.at() - stride(), value);
      value = step.value();
      fault = fault.isPresent() ? fault : formulaGives(formula, step.at(), value);
    }
    return fault.isPresent() ? fault : formulaGives(formula, channel.hi(), value);
  }

  private static Optional<String> formulaGives(Formula formula, long x, long value) {
    BigInteger given = formula.at(x);
    return given.equals(BigInteger.valueOf(value))
        ? Optional.empty()
        : Optional.of("the operator gives " + given + " at " + x + ", its rule " + value);
  }
}
