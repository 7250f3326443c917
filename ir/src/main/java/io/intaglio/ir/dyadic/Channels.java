package io.intaglio.ir.dyadic;

import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// The rules of a request with the inputs that each meets.
///
/// @param shape how the channels broadcast to the input: the request's parameter shape, refined to
///     the input's channels where these have different intervals
record Channels(Shape shape, List<SourceRule> rules, List<Interval> intervals) {

  static Channels of(RescaleRequest request) {
    Channels all = of(request, refined(request));
    // Elements of different ranges alone do not make channels of different ones.
    Channels own = of(request, request.parameterShape());
    if (all.shape.size() > own.shape.size() && all.isRepeated(own)) {
      all = own;
    }
    return all.merged() == null || !all.sameIntervals() ? all : all.merged();
  }

  private static Channels of(RescaleRequest request, Shape shape) {
    int[] rule = request.parameterShape().broadcastIndex(shape);
    int[] channel = shape.broadcastIndex(request.inputShape());
    int[] element = request.input().shape().broadcastIndex(request.inputShape());
    Interval[] intervals = new Interval[rule.length];
    for (int e = 0; e < channel.length; e++) {
      Interval own = Interval.of(request.input(), element[e]);
      Interval known = intervals[channel[e]];
      intervals[channel[e]] = known == null ? own : known.hull(own);
    }
    List<SourceRule> rules = new ArrayList<>(rule.length);
    for (int c = 0; c < rule.length; c++) {
      rules.add(request.rules().get(rule[c]));
    }
    return new Channels(shape, rules, List.of(intervals));
  }

  /// Whether these are the intervals of fewer channels, over and over.
  private boolean isRepeated(Channels fewer) {
    int[] index = fewer.shape.broadcastIndex(shape);
    for (int c = 0; c < index.length; c++) {
      if (!intervals.get(c).equals(fewer.intervals.get(index[c]))) {
        return false;
      }
    }
    return true;
  }

  private static Shape refined(RescaleRequest request) {
    Range input = request.input().compact();
    Shape own = request.parameterShape();
    int channels = request.inputShape().channels();
    if (input.size() <= 1 || own.channels() == channels) {
      return own;
    }
    return own.rank() == 0 ? Shape.of(channels) : own.withDim(own.rank() - 1, channels);
  }

  private boolean sameIntervals() {
    return intervals.stream().allMatch(intervals.get(0)::equals);
  }

  /// All channels as one, on the hull of their intervals; null unless they have one rule.
  Channels merged() {
    SourceRule rule = rules.get(0);
    if (!rules.stream().allMatch(rule::equals)) {
      return null;
    }
    Interval hull = intervals.stream().reduce(Interval::hull).orElseThrow();
    return new Channels(Shape.SCALAR, List.of(rule), List.of(hull));
  }
}
