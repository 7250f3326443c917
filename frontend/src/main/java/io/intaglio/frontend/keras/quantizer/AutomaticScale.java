package io.intaglio.frontend.keras.quantizer;

import io.intaglio.ir.edge.FloatTensor;

/// Scales that QKeras takes from the weights themselves, per last axis, in float32 operation by
/// operation. No file stores them.
///
/// Source: qkeras/quantizers.py: `quantized_bits.__call__`, `ternary.__call__`, `binary.__call__`,
/// `_get_least_squares_scale`.
final class AutomaticScale {
  private static final float EPSILON = 1e-7f;
  private static final int ROUNDS = 5;

  /// Codes and the scale of each index of the last axis.
  @SuppressWarnings("ArrayRecordComponent")
  record Scaled(long[] codes, float[] scales) {}

  private final float[] x;
  private final int channels;
  private final boolean powers;

  private AutomaticScale(float[] x, int channels, boolean powers) {
    this.x = x;
    this.channels = channels;
    this.powers = powers;
  }

  private static AutomaticScale of(FloatTensor w, boolean powers) {
    float[] x = new float[w.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) w.at(i);
    }
    return new AutomaticScale(x, w.shape().rank() == 0 ? 1 : w.shape().channels(), powers);
  }

  /// `quantized_bits` with a sign, `levels = 2^bits − 2` steps wide.
  static Scaled bits(FloatTensor w, int bits, int integer, boolean powers) {
    AutomaticScale auto = of(w, powers);
    for (int i = 0; i < auto.x.length; i++) {
      auto.x[i] = Math.scalb(auto.x[i], -integer);
    }
    float levels = (1 << bits) - 2;
    float[] s = auto.greatest();
    for (int c = 0; c < s.length; c++) {
      s[c] = 2 * s[c] / levels;
    }
    auto.toPowers(s);
    long[] z = auto.nearest(s, levels / 2);
    if (powers) {
      for (int round = 1; round < ROUNDS; round++) {
        s = auto.leastSquares(z);
        z = auto.nearest(s, levels / 2);
      }
      s = auto.leastSquares(z);
    }
    for (int c = 0; c < s.length; c++) {
      s[c] = Math.scalb(s[c], integer);
    }
    return new Scaled(z, s);
  }

  static Scaled ternary(FloatTensor w, int unrolls, boolean powers) {
    AutomaticScale auto = of(w, powers);
    float[] s = auto.greatest();
    for (int c = 0; c < s.length; c++) {
      s[c] = s[c] * 2 / 3;
    }
    auto.toPowers(s);
    long[] q = new long[auto.x.length];
    for (int round = 0; round < unrolls; round++) {
      for (int i = 0; i < q.length; i++) {
        float scale = s[i % auto.channels];
        float grid = Math.abs(scale * (float) Math.rint(auto.x[i] / scale));
        q[i] = grid >= scale / 2 ? (long) Math.signum(auto.x[i]) : 0;
      }
      s = auto.leastSquares(q);
    }
    return new Scaled(q, s);
  }

  static Scaled binary(FloatTensor w, boolean fromZero, boolean powers) {
    AutomaticScale auto = of(w, powers);
    long[] q = new long[auto.x.length];
    for (int i = 0; i < q.length; i++) {
      q[i] = auto.x[i] >= 0 ? 1 : fromZero ? 0 : -1;
    }
    return new Scaled(q, auto.leastSquares(q));
  }

  private float[] greatest() {
    float[] most = new float[channels];
    for (int i = 0; i < x.length; i++) {
      most[i % channels] = Math.max(most[i % channels], Math.abs(x[i]));
    }
    return most;
  }

  private long[] nearest(float[] s, float limit) {
    long[] z = new long[x.length];
    for (int i = 0; i < z.length; i++) {
      float scale = s[i % channels];
      float v = scale == 0 ? 0 : (float) Math.floor(Math.abs(x[i]) / scale + 0.5f);
      z[i] = (long) (Math.signum(x[i]) * Math.min(v, limit));
    }
    return z;
  }

  /// `mean(x·q)/(mean(q·q) + ε)` of each channel.
  private float[] leastSquares(long[] q) {
    double[] xq = new double[channels];
    double[] qq = new double[channels];
    for (int i = 0; i < x.length; i++) {
      xq[i % channels] += x[i] * (float) q[i];
      qq[i % channels] += (float) q[i] * (float) q[i];
    }
    int n = x.length / channels;
    float[] s = new float[channels];
    for (int c = 0; c < channels; c++) {
      s[c] = (float) (xq[c] / n) / ((float) (qq[c] / n) + EPSILON);
    }
    toPowers(s);
    return s;
  }

  /// Makes powers of two of `s` if the quantizer asks for them.
  private void toPowers(float[] s) {
    if (powers) {
      for (int c = 0; c < s.length; c++) {
        double exponent = Math.rint(Math.log(s[c] + EPSILON) / Math.log(2));
        s[c] = (float) Math.scalb(1.0, (int) exponent);
      }
    }
  }
}
