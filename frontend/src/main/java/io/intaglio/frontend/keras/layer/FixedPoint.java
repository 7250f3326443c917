package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;

/// HGQ's fixed-point formats, one for each element: `k` sign bits (0 or 1), `i` bits before the
/// point, `f` behind it; either may be negative. An element of no bits is zero.
///
/// Source: hgq/quantizer/internal/fixed_point_ops.py (HGQ2); HGQ/proxy/fixed_point_quantizer.py.
@SuppressWarnings("ArrayRecordComponent")
record FixedPoint(Shape shape, int[] k, int[] i, int[] f, Rounding rounding, Overflow overflow) {
  private static final int MAX_BITS = 48;
  private static final int MAX_FRACTION = 100;

  /// What becomes of numbers outside.
  enum Overflow {
    WRAP,
    SAT,
    SAT_SYM
  }

  static Rounding rounding(LayerSite site, String name) throws Refused {
    return switch (name) {
      case "TRN" -> Rounding.FLOOR;
      case "RND" -> Rounding.HALF_UP;
      case "RND_CONV" -> Rounding.HALF_EVEN;
      default -> throw site.form("a rounding mode besides TRN, RND, RND_CONV", "use one of these");
    };
  }

  static Overflow overflow(LayerSite site, String name) throws Refused {
    return switch (name) {
      case "WRAP" -> Overflow.WRAP;
      case "SAT" -> Overflow.SAT;
      case "SAT_SYM" -> Overflow.SAT_SYM;
      default -> throw site.form("an overflow mode besides WRAP, SAT, SAT_SYM", "use one of these");
    };
  }

  /// Bits before the point are given as `i`, without the sign.
  static FixedPoint of(
      LayerSite site, FloatTensor k, FloatTensor i, FloatTensor f, Rounding r, Overflow o)
      throws Refused {
    Shape shape = k.shape();
    if (!i.shape().equals(shape) || !f.shape().equals(shape) || shape.elements() == 0) {
      throw site.parameter("the widths of a quantizer have different shapes");
    }
    FixedPoint format = new FixedPoint(shape, whole(k), whole(i), whole(f), r, o);
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
    return overflow == Overflow.SAT_SYM ? -hi(e) : -hi(e) - 1;
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
        overflow == Overflow.WRAP
            ? new RealWrapQuantize(x, scales, least, most, rounding)
            : new RealQuantize(x, scales, FloatTensor.scalar(0), least, most, rounding));
  }

  /// What it makes of weights. One that wraps never wraps weights: it widens in their place.
  RealTensor weights(LayerSite site, FloatTensor w) throws Refused {
    if (!shape.broadcastsTo(w.shape())) {
      throw site.parameter("a quantizer of shape " + shape + " for weights " + w.shape());
    }
    int finest = f[0];
    for (int bits : f) {
      finest = Math.max(finest, bits);
    }
    int[] index = shape.broadcastIndex(w.shape());
    long[] codes = new long[w.size()];
    for (int n = 0; n < codes.length; n++) {
      int e = index[n];
      double scaled = Math.scalb(w.at(n), f[e]);
      double rounded =
          switch (rounding) {
            case FLOOR -> Math.floor(scaled);
            case HALF_UP -> Math.floor(scaled + 0.5);
            default -> Math.rint(scaled);
          };
      double code =
          overflow == Overflow.WRAP ? rounded : Math.clamp(rounded, (double) lo(e), (double) hi(e));
      if (code != 0) {
        codes[n] = Math.multiplyExact((long) code, 1L << Math.min(finest - f[e], 62));
      }
    }
    return new RealTensor.Grid(
        IntTensor.of(w.shape(), codes),
        RationalTensor.scalar(Rational.powerOfTwo(-finest)),
        RationalTensor.scalar(Rational.ZERO));
  }
}
