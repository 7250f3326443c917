package io.intaglio.ir.dyadic;

import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// The form chosen for some channels.
///
/// @param forms one a channel, or none for thresholds
record Choice(Channels channels, List<Solved> solved, List<Linear> forms) {

  /// The first of shift, named rounding and thresholds that exists and costs no more than the
  /// thresholds would.
  static Optional<Choice> cheapest(Channels channels, List<Solved> solved) {
    List<StepFunction> functions = solved.stream().map(Solved::function).toList();
    boolean steps = solved.stream().noneMatch(Solved::byFormula) && ThresholdForm.exists(functions);
    long limit = steps ? Cost.ofThresholds(functions) : Long.MAX_VALUE;
    List<Linear> shifted = unify(solved, solved.stream().map(Solved::shifted).toList());
    List<Linear> closed = unify(solved, solved.stream().map(Solved::closed).toList());
    for (List<Linear> forms : List.of(shifted, closed)) {
      if (!forms.isEmpty() && Cost.ofLinear(forms, channels.intervals()) <= limit) {
        return Optional.of(new Choice(channels, solved, forms));
      }
    }
    return steps ? Optional.of(new Choice(channels, solved, List.of())) : Optional.empty();
  }

  /// The same forms under one rounding, constants with the others' shift; empty if one is missing
  /// or roundings differ.
  private static List<Linear> unify(List<Solved> solved, List<Linear> forms) {
    Rounding rounding = Rounding.FLOOR;
    int shift = -1;
    for (int c = 0; c < forms.size(); c++) {
      Linear form = forms.get(c);
      if (solved.get(c).function().isConstant()) {
        continue;
      }
      if (form == null) {
        return List.of();
      }
      // Without a shift nothing is rounded, so any rounding will do.
      if (form.s() > 0 && shift > 0 && form.rounding() != rounding) {
        return List.of();
      }
      if (form.s() > 0 || shift < 0) {
        rounding = form.rounding();
        shift = form.s();
      }
    }
    return align(solved, forms, rounding, Math.max(shift, 0));
  }

  private static List<Linear> align(
      List<Solved> solved, List<Linear> forms, Rounding rounding, int shift) {
    Linear[] aligned = forms.toArray(Linear[]::new);
    for (int c = 0; c < aligned.length; c++) {
      StepFunction function = solved.get(c).function();
      if (function.isConstant()) {
        long value = function.first();
        boolean fits = BigInteger.valueOf(value).shiftLeft(shift).bitLength() < 63;
        aligned[c] = new Linear(0, fits ? value << shift : value, fits ? shift : 0, 0, rounding);
      } else {
        Linear form = aligned[c];
        aligned[c] = new Linear(form.m(), form.b(), form.s(), form.z(), rounding);
      }
    }
    return List.of(aligned);
  }

  /// Whether one form for all channels is at least as good as `each` with one a channel.
  boolean replaces(Choice each) {
    if (forms.isEmpty() || each.forms.isEmpty()) {
      return each.forms.isEmpty();
    }
    List<Linear> repeated = Collections.nCopies(each.forms.size(), forms.get(0));
    return forms.get(0).rounding() == each.forms.get(0).rounding()
        && Cost.ofLinear(repeated, each.channels.intervals())
            <= Cost.ofLinear(each.forms, each.channels.intervals());
  }

  Found found(RescaleRequest request) {
    IdentityHashMap<Solved, Certificate.Channel> each = new IdentityHashMap<>();
    List<Certificate.Channel> proofs =
        solved.stream().map(s -> each.computeIfAbsent(s, Solved::certify)).toList();
    return new Found(
        op(request.x()), new Certificate(request.resultName(), channels.shape(), proofs));
  }

  private Op op(Ref x) {
    if (forms.isEmpty()) {
      return ThresholdForm.of(x, channels.shape(), solved.stream().map(Solved::function).toList());
    }
    long min = solved.stream().mapToLong(s -> s.function().min()).min().orElseThrow();
    long max = solved.stream().mapToLong(s -> s.function().max()).max().orElseThrow();
    long[] lo = new long[forms.size()];
    long[] hi = new long[forms.size()];
    for (int c = 0; c < lo.length; c++) {
      StepFunction function = solved.get(c).function();
      boolean up = function.increasing();
      Interval interval = function.interval();
      BigInteger least = forms.get(c).at(up ? interval.lo() : interval.hi());
      BigInteger greatest = forms.get(c).at(up ? interval.hi() : interval.lo());
      // The bounds of all channels, unless this one would reach past its own values.
      lo[c] = least.compareTo(BigInteger.valueOf(function.min())) >= 0 ? min : function.min();
      hi[c] = greatest.compareTo(BigInteger.valueOf(function.max())) <= 0 ? max : function.max();
    }
    return new Rescale(
        x,
        tensor(Linear::m),
        tensor(Linear::b),
        tensor(Linear::s),
        tensor(Linear::z),
        IntTensor.of(channels.shape(), lo).collapsed(),
        IntTensor.of(channels.shape(), hi).collapsed(),
        forms.get(0).rounding());
  }

  private IntTensor tensor(ToLongFunction<Linear> part) {
    return IntTensor.of(channels.shape(), forms.stream().mapToLong(part).toArray()).collapsed();
  }
}
