package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.layer.FixedPointMode.Overflow;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;

/// HGQ's fixed-point formats, one for each element: `k` sign bits (0 or 1), `i` bits before the
/// point, `f` behind it; either may be negative. An element of no bits is zero.
///
/// Source: quantizers/fixed_point/_fixed_point_ops.py (HGQ2); HGQ/proxy/fixed_point_quantizer.py.
@SuppressWarnings("ArrayRecordComponent")
record FixedPoint(Shape shape, int[] k, int[] i, int[] f, FixedPointMode mode) {
  private static final int MAX_BITS = 48;
  private static final int MAX_FRACTION = 100;

  /// Codes below it are held exactly, and so is their sum with another.
  private static final double MAX_CODE = 0x1p62;

  /// Bits before the point are given as `i`, without the sign.
  static FixedPoint of(
      LayerSite site, FloatTensor k, FloatTensor i, FloatTensor f, FixedPointMode mode)
      throws Refused {
    Shape shape = k.shape();
    if (!i.shape().equals(shape) || !f.shape().equals(shape) || shape.elements() == 0) {
      throw site.parameter("the widths of a quantizer have different shapes");
    }
    FixedPoint format = new FixedPoint(shape, whole(k), whole(i), whole(f), mode);
    for (int e = 0; e < format.k.length; e++) {
      boolean sane =
          (format.k[e] == 0 || format.k[e] == 1)
              && format.width(e) <= MAX_BITS
              && Math.abs((long) format.f[e]) <= MAX_FRACTION;
      if (!sane) {
        throw site.parameter("a quantizer's format of more than " + MAX_BITS + " bits");
      }
    }
    return format;
  }

  private static int[] whole(FloatTensor tensor) {
    int[] all = new int[tensor.size()];
    for (int e = 0; e < all.length; e++) {
      all[e] = (int) Math.rint(tensor.at(e));
    }
    return all;
  }

  private long width(int e) {
    return (long) k[e] + i[e] + f[e];
  }

  private long hi(int e) {
    return width(e) <= 0 ? 0 : (1L << (i[e] + f[e])) - 1;
  }

  private long lo(int e) {
    if (k[e] == 0 || width(e) <= 0) {
      return 0;
    }
    return mode.overflow() == Overflow.SAT_SYM ? -hi(e) : -hi(e) - 1;
  }

  /// The quantizer of data.
  Ref apply(LayerSite site, Ref x, String what) throws Refused {
    Shape of = site.shape(x);
    if (!shape.broadcastsTo(of)) {
      throw site.parameter("a quantizer of shape " + shape + " for " + of);
    }
    long[] lo = new long[k.length];
    long[] hi = new long[k.length];
    double[] scale = new double[k.length];
    int common = 0;
    for (int e = 0; e < k.length; e++) {
      common = width(e) > 0 ? f[e] : common;
    }
    for (int e = 0; e < k.length; e++) {
      lo[e] = lo(e);
      hi[e] = hi(e);
      scale[e] = Math.scalb(1.0, -(width(e) > 0 ? f[e] : common));
    }
    FloatTensor scales = FloatTensor.of(shape, FloatType.FLOAT32, scale);
    IntTensor least = IntTensor.of(shape, lo);
    IntTensor most = IntTensor.of(shape, hi);
    return site.emit(
        what,
        of,
        mode.overflow() == Overflow.WRAP
            ? new RealWrapQuantize(x, scales, least, most, mode.rounding())
            : new RealQuantize(x, scales, FloatTensor.scalar(0), least, most, mode.rounding()));
  }

  /// What it makes of weights, in float32 as HGQ2 does.
  RealTensor weights(LayerSite site, FloatTensor w) throws Refused {
    if (!shape.broadcastsTo(w.shape())) {
      throw site.parameter("a quantizer of shape " + shape + " for weights " + w.shape());
    }
    int[] index = shape.broadcastIndex(w.shape());
    long[] codes = new long[w.size()];
    int finest = -MAX_FRACTION;
    for (int n = 0; n < codes.length; n++) {
      codes[n] = code(site, index[n], (float) w.at(n));
      finest = codes[n] == 0 ? finest : Math.max(finest, f[index[n]]);
    }
    for (int n = 0; n < codes.length; n++) {
      if (codes[n] != 0) {
        codes[n] = shifted(site, codes[n], finest - f[index[n]]);
      }
    }
    return new RealTensor.Grid(
        IntTensor.of(w.shape(), codes),
        RationalTensor.scalar(Rational.powerOfTwo(-finest)),
        RationalTensor.scalar(Rational.ZERO));
  }

  /// The fraction bits of the finest format that is not empty.
  int finest() {
    int finest = -MAX_FRACTION;
    for (int e = 0; e < k.length; e++) {
      finest = width(e) > 0 ? Math.max(finest, f[e]) : finest;
    }
    return finest == -MAX_FRACTION ? 0 : finest;
  }

  /// The least number of all formats, in steps of `2^-fraction`, which is as fine as all.
  long least(int fraction) {
    long least = 0;
    for (int e = 0; e < k.length; e++) {
      least = Math.min(least, Math.multiplyExact(lo(e), wider(e, fraction)));
    }
    return least;
  }

  /// The greatest number of all formats, as [#least].
  long greatest(int fraction) {
    long most = 0;
    for (int e = 0; e < k.length; e++) {
      most = Math.max(most, Math.multiplyExact(hi(e), wider(e, fraction)));
    }
    return most;
  }

  private long wider(int e, int fraction) {
    return width(e) <= 0 ? 1 : 1L << Math.min(fraction - f[e], Long.SIZE - 2);
  }

  static long shifted(LayerSite site, long code, int by) throws Refused {
    if (by >= Long.SIZE || Math.abs(code) > Long.MAX_VALUE >> by) {
      throw site.parameter("the steps of a quantizer of weights differ by more than 63 bits");
    }
    return code << by;
  }

  /// The code of a number in the format `e`, in float32 as HGQ2 computes it.
  long code(LayerSite site, int e, float w) throws Refused {
    if (mode.overflow() == Overflow.WRAP) {
      long code = rounded(site, Math.scalb(w, f[e]));
      return mode.widens()
          ? code
          : width(e) <= 0 ? 0 : Math.floorMod(code - lo(e), 1L << width(e)) + lo(e);
    }
    float least = Math.scalb((float) lo(e), -f[e]);
    float most = Math.scalb((float) hi(e), -f[e]);
    return width(e) <= 0 ? 0 : rounded(site, Math.scalb(Math.clamp(w, least, most), f[e]));
  }

  /// In float32 half a code is added with a rounding of its own.
  private long rounded(LayerSite site, float x) throws Refused {
    float magnitude = Math.abs(x);
    double whole =
        switch (mode.rounding()) {
          case FLOOR -> Math.floor(x);
          case HALF_UP -> Math.floor(x + 0.5f);
          case HALF_EVEN -> Math.rint(x);
          case TOWARD_ZERO -> Math.copySign(Math.floor(magnitude), x);
          case HALF_AWAY -> Math.copySign(Math.floor(magnitude + 0.5f), x);
          case HALF_TOWARD_ZERO -> Math.copySign(Math.ceil(magnitude - 0.5f), x);
          case CEIL, AWAY_FROM_ZERO -> throw new IllegalStateException("no mode of HGQ2");
        };
    if (!(Math.abs(whole) < MAX_CODE)) {
      throw site.parameter("a number of " + x + " steps is beyond a quantizer's codes");
    }
    return (long) whole;
  }
}
