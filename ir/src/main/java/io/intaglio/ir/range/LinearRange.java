package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.HashMap;
import java.util.Map;

/// Exact accumulator ranges of sums of products: the rows of a weight matrix `[outputs, inputs]`
/// over one window of inputs at a time.
final class LinearRange {
  private final long[] weights;
  private final int inputs;
  private final IntTensor bias;
  private final int shift;
  private final int weightBits;
  private final int biasBits;
  private final Map<Range, Lattice[]> known = new HashMap<>();

  /// @param shift bits dropped from each product before the sum
  LinearRange(IntTensor weights, IntTensor bias, int shift) {
    this.weights = weights.toArray();
    this.inputs = bias.size() == 0 ? 0 : weights.size() / bias.size();
    this.bias = bias;
    this.shift = shift;
    this.weightBits = bits(weights.min(), weights.max());
    this.biasBits = bits(bias.min(), bias.max());
  }

  static Range dense(Dense op, Value x) {
    // A range of one interval an input or fewer is the same at every position.
    boolean samePositions = x.range().shape().rank() <= 1;
    Shape in = samePositions ? Shape.of(op.inputs()) : x.shape();
    Range ranges = x.range().broadcastTo(in);
    LinearRange rows = new LinearRange(op.weights(), op.bias(), op.productShift());
    Lattices result = new Lattices(in.withDim(in.rank() - 1, op.outputs()));
    int positions = op.outputs() == 0 ? 0 : result.size() / op.outputs();
    int[] window = new int[op.inputs()];
    for (int position = 0; position < positions; position++) {
      for (int k = 0; k < window.length; k++) {
        window[k] = position * window.length + k;
      }
      Lattice[] sums = rows.over(ranges, window, 0, op.outputs());
      for (int o = 0; o < sums.length; o++) {
        result.set(position * op.outputs() + o, sums[o]);
      }
    }
    return result.toRange();
  }

  /// The sums of rows `from` to `to` over the elements of `x` that `window` lists; equal windows
  /// are computed once.
  Lattice[] over(Range x, int[] window, int from, int to) {
    long[] lo = new long[window.length];
    long[] hi = new long[window.length];
    int[] stride = new int[window.length];
    for (int k = 0; k < window.length; k++) {
      lo[k] = x.lo(window[k]);
      hi[k] = x.hi(window[k]);
      stride[k] = x.log2Stride(window[k]);
    }
    Range seen = Range.of(Shape.of(window.length), lo, hi, stride);
    Lattice[] sums = known.computeIfAbsent(seen, _ -> new Lattice[bias.size()]);
    Lattice[] result = new Lattice[to - from];
    for (int row = from; row < to; row++) {
      if (sums[row] == null) {
        sums[row] = sum(row, seen, lo, hi);
      }
      result[row - from] = sums[row];
    }
    return result;
  }

  private Lattice sum(int row, Range x, long[] lo, long[] hi) {
    int inputBits = bits(x.min(), x.max());
    int countBits = 33 - Integer.numberOfLeadingZeros(inputs);
    boolean fits = inputBits + weightBits + countBits < 62 && biasBits < 62;
    return fits ? fastSum(row, x, lo, hi) : exactSum(row, x);
  }

  /// Needs products and their sum to stay within `long`.
  private Lattice fastSum(int row, Range x, long[] lo, long[] hi) {
    long least = bias.at(row);
    long greatest = least;
    int stride = Lattice.CONSTANT;
    int at = row * inputs;
    for (int k = 0; k < inputs; k++) {
      long w = weights[at + k];
      long a = (w * lo[k]) >> shift;
      long b = (w * hi[k]) >> shift;
      least += Math.min(a, b);
      greatest += Math.max(a, b);
      if (a != b) {
        boolean two = hi[k] - lo[k] == 1L << x.log2Stride(k);
        int product = x.log2Stride(k) + Long.numberOfTrailingZeros(w) - shift;
        stride = Math.min(stride, two ? Lattice.log2(a - b) : Math.max(product, 0));
      }
    }
    return new Lattice(least, greatest, stride);
  }

  private Lattice exactSum(int row, Range x) {
    ExactSum sum = new ExactSum(bias.at(row));
    for (int k = 0; k < inputs; k++) {
      sum.add(Lattice.of(x, k), weights[row * inputs + k], shift);
    }
    return sum.toLattice();
  }

  /// Bits of the greatest magnitude.
  private static int bits(long min, long max) {
    return 64 - Long.numberOfLeadingZeros(Math.max(min < 0 ? ~min + 1 : 0, Math.max(max, 0)));
  }
}
