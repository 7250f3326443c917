package io.intaglio.ir.dyadic;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Arrow: source rules on the reachable values of a tensor → the cheapest of
///
/// 1. a [io.intaglio.ir.op.Rescale] with an arithmetic shift ([FloorSearch]: the narrowest
///    multiplier of every channel),
/// 2. where no channel-wise multiplier exists or it would cost more than thresholds: the rule's own
///    formula with its named rounding ([ClosedForm]), if that is no dearer than thresholds,
/// 3. a [io.intaglio.ir.op.Threshold].
///
/// Cost is [Cost]'s. One channel that no shift serves sends all to 2 or 3, as an operator has one
/// form. Rules that take more than [#FORMULA_STEPS] values and have a closed form keep it, without
/// a list of steps in the certificate, unless other channels have none: one third has no closed
/// form, a quarter with ties away from zero no shift of its own formula, yet one slope a little
/// steeper than each gives both.
///
/// Exactness: every form is equal to the rule at every reachable input; the certificate says so and
/// `io.intaglio.ir.cert.CertificateChecker` proves it anew.
///
/// Wrong neighbour: one multiplier for all channels from the largest interval when the rules
/// differ. It serves none of the others.
public final class RescaleSearch {
  /// Closed forms with more values than this are proven by formula.
  public static final int FORMULA_STEPS = 1024;

  /// Rules with more steps and no closed form are refused.
  public static final int MAX_STEPS = 1 << 16;

  private final RescaleRequest request;
  private final Map<Key, Solved> solved = new HashMap<>();

  /// Closed forms of no more values than this are listed.
  private long listed = FORMULA_STEPS;

  private RescaleSearch(RescaleRequest request) {
    this.request = request;
  }

  /// Finds the form of one rescale.
  ///
  /// @throws InvalidInput with [Code#LOW_NO_EXACT_FORM] or [Code#LOW_TOO_WIDE] if there is none
  public static Found search(RescaleRequest request) {
    return new RescaleSearch(request).search();
  }

  private record Key(SourceRule rule, Interval interval) {}

  private Found search() {
    Channels channels = channels();
    Optional<Choice> best = best(channels);
    if (best.isEmpty()) {
      listed = MAX_STEPS;
      solved.clear();
      best = best(channels);
    }
    return best.orElseThrow(
            () ->
                refuse(
                    Code.LOW_NO_EXACT_FORM,
                    "no multiplier, offset and shift of 63 bits equals the rule, and thresholds"
                        + " would be more than "
                        + ThresholdForm.MAX_THRESHOLDS,
                    "give the layer fewer output bits"))
        .found(request);
  }

  private Optional<Choice> best(Channels channels) {
    List<Solved> each = solve(channels);
    Channels merged = channels.rules().size() == 1 ? null : channels.merged();
    List<Solved> one = merged == null ? null : solve(merged);

    Optional<Choice> best = Choice.cheapest(channels, each);
    if (one != null) {
      Optional<Choice> whole = Choice.cheapest(merged, one);
      if (best.isEmpty() || (whole.isPresent() && whole.get().replaces(best.get()))) {
        best = whole;
      }
    }
    return best;
  }

  private Channels channels() {
    if (request.inputShape().elements() == 0) {
      throw refuse(Code.LOW_NO_EXACT_FORM, "its input has no elements", "");
    }
    try {
      return Channels.of(request);
    } catch (ArithmeticException e) {
      throw refuse(Code.LOW_TOO_WIDE, "the range of its input is wider than 63 bits", "");
    }
  }

  private List<Solved> solve(Channels channels) {
    List<Solved> all = new ArrayList<>(channels.rules().size());
    for (int c = 0; c < channels.rules().size(); c++) {
      SourceRule rule = channels.rules().get(c);
      Key key = new Key(rule, channels.intervals().get(c));
      Solved known = solved.get(key);
      if (known == null) {
        known = solve(c, rule, key.interval());
        solved.put(key, known);
      }
      all.add(known);
    }
    return all;
  }

  private Solved solve(int channel, SourceRule rule, Interval interval) {
    Optional<ClosedForm> closed = ClosedForm.of(rule);
    StepFunction function;
    boolean byFormula;
    try {
      long first = rule.apply(interval.lo());
      long last = rule.apply(interval.hi());
      byFormula = closed.isPresent() && Math.abs(Math.subtractExact(last, first)) > listed;
      function =
          byFormula
              ? new StepFunction(interval, first, new long[] {interval.hi()}, new long[] {last})
              : StepFinder.find(
                  rule, closed.isPresent() ? closed.get() : rule::apply, interval, MAX_STEPS);
    } catch (ArithmeticException e) {
      throw refuse(
          Code.LOW_NO_EXACT_FORM,
          "channel "
              + channel
              + " on ["
              + interval.lo()
              + ", "
              + interval.hi()
              + "]"
              + ": "
              + e.getMessage(),
          "the source runtime has no defined result there; a narrower input format may help");
    }
    IntType type = request.resultType();
    if (!type.contains(function.min()) || !type.contains(function.max())) {
      throw refuse(
          Code.LOW_NO_EXACT_FORM,
          "channel "
              + channel
              + " gives "
              + function.min()
              + " to "
              + function.max()
              + ", which type "
              + type
              + " does not hold",
          "");
    }
    Linear formula = closed.flatMap(form -> linear(form, interval)).orElse(null);
    Linear shifted =
        !byFormula
            ? FloorSearch.find(function).orElse(null)
            : formula != null && formula.rounding() == Rounding.FLOOR ? formula : null;
    return new Solved(rule, function, byFormula, shifted, formula);
  }

  private static Optional<Linear> linear(ClosedForm form, Interval interval) {
    try {
      return Optional.of(form.linear()).filter(linear -> linear.fits(interval));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private InvalidInput refuse(Code code, String found, String help) {
    return new InvalidInput(
        Diagnostic.error(
            code,
            request.origin(),
            "the rescale that makes '"
                + request.resultName()
                + "' has no exact integer form: "
                + found,
            help));
  }
}
