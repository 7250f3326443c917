package io.intaglio.sim.eval;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import java.math.BigInteger;

/// `bias[o] + Σ_k ⌊x[k]·weights[o,k] / 2^shift⌋` for the rows of a weight matrix, in the narrowest
/// arithmetic that no value of the input's type can overflow.
final class DotProducts {
  private enum Width {
    INT,
    LONG,
    UNBOUNDED
  }

  private final int terms;
  private final long[] weights;
  private final int[] narrowWeights;
  private final long[] bias;
  private final int shift;
  private final Width width;

  /// @param weights one row of `terms` elements an output
  DotProducts(IntTensor weights, IntTensor bias, int shift, IntType input) {
    this.weights = weights.toArray();
    this.bias = bias.toArray();
    this.terms = this.bias.length == 0 ? 0 : this.weights.length / this.bias.length;
    this.shift = shift;
    int bits = sumBits(weights, bias, input);
    this.width = shift == 0 && bits < 32 ? Width.INT : bits < 64 ? Width.LONG : Width.UNBOUNDED;
    this.narrowWeights = width == Width.INT ? toInts(this.weights) : new int[0];
  }

  /// Bits with sign of the greatest magnitude that a partial sum of any row can have. A truncated
  /// product exceeds the magnitude of the full one by less than one.
  private int sumBits(IntTensor weights, IntTensor bias, IntType input) {
    BigInteger perTerm =
        Parameters.magnitude(input).multiply(Parameters.magnitude(weights)).add(BigInteger.ONE);
    BigInteger sum = Parameters.magnitude(bias).add(perTerm.multiply(BigInteger.valueOf(terms)));
    return sum.bitLength() + 1;
  }

  int terms() {
    return terms;
  }

  /// For each of `rows` rows of `terms` inputs in `x`, the outputs `from` to `to`, put into `y` at
  /// `at + row·stride`.
  void apply(int rows, long[] x, int from, int to, long[] y, int at, int stride) {
    switch (width) {
      case INT -> ints(rows, toInts(x), from, to, y, at, stride);
      case LONG -> longs(rows, x, from, to, y, at, stride);
      case UNBOUNDED -> unbounded(rows, x, from, to, y, at, stride);
    }
  }

  private void ints(int rows, int[] x, int from, int to, long[] y, int at, int stride) {
    for (int row = 0; row < rows; row++) {
      for (int o = from; o < to; o++) {
        int sum = (int) bias[o];
        sum += dot(x, row * terms, narrowWeights, o * terms, terms);
        y[at + row * stride + o - from] = sum;
      }
    }
  }

  private static int dot(int[] a, int atA, int[] b, int atB, int terms) {
    int sum = 0;
    for (int k = 0; k < terms; k++) {
      sum += a[atA + k] * b[atB + k];
    }
    return sum;
  }

  private void longs(int rows, long[] x, int from, int to, long[] y, int at, int stride) {
    for (int row = 0; row < rows; row++) {
      for (int o = from; o < to; o++) {
        long sum = bias[o];
        for (int k = 0; k < terms; k++) {
          sum += (x[row * terms + k] * weights[o * terms + k]) >> shift;
        }
        y[at + row * stride + o - from] = sum;
      }
    }
  }

  private void unbounded(int rows, long[] x, int from, int to, long[] y, int at, int stride) {
    for (int row = 0; row < rows; row++) {
      for (int o = from; o < to; o++) {
        BigInteger sum = BigInteger.valueOf(bias[o]);
        for (int k = 0; k < terms; k++) {
          BigInteger input = BigInteger.valueOf(x[row * terms + k]);
          BigInteger product = input.multiply(BigInteger.valueOf(weights[o * terms + k]));
          sum = sum.add(product.shiftRight(shift));
        }
        y[at + row * stride + o - from] = sum.longValueExact();
      }
    }
  }

  private static int[] toInts(long[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }
}
