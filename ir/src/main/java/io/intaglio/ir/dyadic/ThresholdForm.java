package io.intaglio.ir.dyadic;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// Arrow: step functions, one a channel → [Threshold], one threshold a step of one code.
///
/// A jump of several codes is as many equal thresholds; codes below a channel's first are
/// thresholds that every reachable input meets; channels of fewer steps are filled with thresholds
/// that none meets.
///
/// Wrong neighbour: for a decreasing channel to keep the position `at` of a step. There the
/// formula counts `t >= x`, so the threshold is the last input before the step.
final class ThresholdForm {
  /// Thresholds an operator may hold.
  static final long MAX_THRESHOLDS = 1L << 22;

  private final List<StepFunction> channels;
  private final long base;
  private final long step;
  private final int count;

  private ThresholdForm(List<StepFunction> channels) {
    this.channels = channels;
    base = channels.stream().mapToLong(StepFunction::min).min().orElseThrow();
    long common = 0;
    long codes = 0;
    for (StepFunction channel : channels) {
      common = gcd(common, Math.subtractExact(channel.first(), base));
      for (int k = 0; k < channel.steps(); k++) {
        common = gcd(common, Math.subtractExact(channel.value(k), base));
      }
      codes = Math.max(codes, Math.subtractExact(channel.max(), base));
    }
    step = common == 0 ? 1 : common;
    count = Math.toIntExact(codes / step);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /// Whether the thresholds are few enough to be written down.
  static boolean exists(List<StepFunction> channels) {
    try {
      return (long) new ThresholdForm(channels).count * channels.size() <= MAX_THRESHOLDS;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  static Threshold of(Ref x, Shape shape, List<StepFunction> channels) {
    return new ThresholdForm(channels).threshold(x, shape);
  }

  private Threshold threshold(Ref x, Shape shape) {
    long[] all = new long[channels.size() * count];
    long[] directions = new long[channels.size()];
    for (int c = 0; c < channels.size(); c++) {
      StepFunction channel = channels.get(c);
      directions[c] = channel.increasing() ? 1 : -1;
      fill(all, c * count, channel);
    }
    int[] dims = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
    dims[shape.rank()] = count;
    IntTensor thresholds = IntTensor.of(Shape.of(dims), all);
    IntTensor direction = IntTensor.of(shape, directions).collapsed();
    if (direction.size() == 1 && sameRows(all)) {
      thresholds = IntTensor.vector(Arrays.copyOf(all, count));
      direction = IntTensor.scalar(directions[0]);
    }
    return new Threshold(x, thresholds, direction, base, step);
  }

  private boolean sameRows(long[] all) {
    for (int i = count; i < all.length; i++) {
      if (all[i] != all[i - count]) {
        return false;
      }
    }
    return true;
  }

  /// Writes one channel's thresholds in ascending order.
  private void fill(long[] all, int from, StepFunction channel) {
    Interval interval = channel.interval();
    boolean up = channel.increasing();
    int at = from;
    int end = from + count;
    long always = (channel.min() - base) / step;
    long never = count - (channel.max() - base) / step;
    for (long i = up ? always : never; i > 0; i--) {
      all[at++] = up ? interval.lo() : interval.lo() - 1;
    }
    for (int k = 0; k < channel.steps(); k++) {
      long jump = Math.abs(channel.value(k) - channel.before(k)) / step;
      Arrays.fill(
          all,
          at,
          at + Math.toIntExact(jump),
          up ? channel.at(k) : channel.at(k) - interval.stride());
      at += Math.toIntExact(jump);
    }
    Arrays.fill(all, at, end, up ? interval.hi() + 1 : interval.hi());
  }
}
