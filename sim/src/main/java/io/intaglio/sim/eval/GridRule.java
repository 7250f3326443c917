package io.intaglio.sim.eval;

import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/// The only code of the input's domain that a number stands for; outside the domain its nearest
/// end, if the encoding saturates.
///
/// Where the step is a power of two a number stands for `x/step`. Multiples of other steps, such as
/// 1/255, are in general no floating-point numbers: there `x` stands for every `k` with
/// `fl(k·step) = x`, `fl` rounding to the type of `x`.
final class GridRule implements Encoder.Element {
  /// Up to here a double holds every integer.
  private static final double EXACT = 0x1p53;

  private static final Rational HALF = Rational.powerOfTwo(-1);
  private static final int REMEMBERED = 1 << 16;

  private final Rational[] step;
  private final double[] inverse;
  private final boolean saturate;
  private final FloatType type;
  private final Domain domain;
  // Data have few different numbers where a step is no power of two, as bytes do.
  private final Map<Multiple, Codes> known = new HashMap<>();

  /// @param type of the numbers that are encoded
  GridRule(Encoding.Grid encoding, Shape shape, FloatType type, Domain domain) {
    int[] index = encoding.step().shape().broadcastIndex(shape);
    this.step = new Rational[index.length];
    this.inverse = new double[index.length];
    for (int i = 0; i < index.length; i++) {
      step[i] = encoding.step().at(index[i]);
      inverse[i] = inverseOf(step[i]);
    }
    this.saturate = encoding.saturate();
    this.type = type;
    this.domain = domain;
  }

  private record Multiple(Rational step, double x) {}

  /// The integers from `least` to `most` that a number stands for; none if `least > most`.
  private record Codes(BigInteger least, BigInteger most) {}

  /// `1/step` where multiplying by it is exact, else NaN.
  private static double inverseOf(Rational step) {
    int exponent = step.log2().orElse(Integer.MAX_VALUE);
    return Math.abs((long) exponent) <= 500 ? Math.scalb(1.0, -exponent) : Double.NaN;
  }

  @Override
  public long code(int element, double x, int at, DataFaults faults) {
    double scaled = x * inverse[element];
    boolean exact = Math.abs(scaled) < EXACT && (x == 0 || Math.abs(x) > 0x1p-500);
    if (exact && scaled == Math.rint(scaled)) {
      BigInteger code = BigInteger.valueOf((long) scaled);
      return bounded(element, new Codes(code, code), x, at, faults);
    }
    if (!Double.isFinite(x)) {
      faults.add(at, "the head makes " + x + " of it");
      return 0;
    }
    boolean powerOfTwo = step[element].log2().isPresent();
    Codes codes = powerOfTwo ? quotient(x, step[element]) : multiples(x, step[element]);
    if (codes.least().compareTo(codes.most()) > 0) {
      String what = powerOfTwo ? "" : ", rounded to " + type;
      faults.add(at, x + " is not a multiple of the step " + step[element] + what);
      return 0;
    }
    return bounded(element, codes, x, at, faults);
  }

  /// `x/step`, if it is an integer.
  private static Codes quotient(double x, Rational step) {
    Rational code = Rational.of(x).divide(step);
    return new Codes(code.ceil(), code.floor());
  }

  private Codes multiples(double x, Rational step) {
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    return known.computeIfAbsent(
        new Multiple(step, x), multiple -> roundedTo(multiple.x()).over(multiple.step()));
  }

  /// The real numbers from `below` to `above` that are rounded to one number; a tie goes to an even
  /// significand.
  private record Interval(Rational below, Rational above, boolean closed) {
    Codes over(Rational step) {
      Rational least = below.divide(step);
      Rational most = above.divide(step);
      return closed
          ? new Codes(least.ceil(), most.floor())
          : new Codes(least.floor().add(BigInteger.ONE), most.ceil().subtract(BigInteger.ONE));
    }
  }

  private Interval roundedTo(double x) {
    Rational value = Rational.of(x);
    boolean narrow = type == FloatType.FLOAT32;
    double down = narrow ? Math.nextDown((float) x) : Math.nextDown(x);
    double up = narrow ? Math.nextUp((float) x) : Math.nextUp(x);
    // Beyond the greatest number the spacing goes on as it was.
    Rational below =
        Double.isFinite(down)
            ? midpoint(value, down)
            : value.add(value.subtract(midpoint(value, up)));
    Rational above =
        Double.isFinite(up)
            ? midpoint(value, up)
            : value.add(value.subtract(midpoint(value, down)));
    long bits = narrow ? Float.floatToRawIntBits((float) x) : Double.doubleToRawLongBits(x);
    return new Interval(below, above, (bits & 1) == 0);
  }

  private static Rational midpoint(Rational x, double other) {
    return x.add(Rational.of(other)).multiply(HALF);
  }

  private long bounded(int element, Codes codes, double x, int at, DataFaults faults) {
    BigInteger lo = BigInteger.valueOf(domain.lo(element));
    BigInteger hi = BigInteger.valueOf(domain.hi(element));
    BigInteger least = codes.least().max(lo).min(hi);
    BigInteger most = codes.most().max(lo).min(hi);
    boolean outside = codes.most().compareTo(lo) < 0 || codes.least().compareTo(hi) > 0;
    if (!least.equals(most)) {
      String codesAlike = "every code from " + least + " to " + most;
      faults.add(at, x + " stands for " + codesAlike + " in steps of " + step[element]);
    } else if ((outside && !saturate) || !domain.contains(element, least.longValueExact())) {
      String code = codes.least() + " in steps of " + step[element];
      faults.add(at, x + " is the code " + code + ", not in " + domain.describe(element));
    }
    return least.longValueExact();
  }
}
