package io.intaglio.sim.eval;

/// A batch for one input of a network, one sample after the other: real numbers, or codes.
public final class Samples {
  private final double[] reals;
  private final long[] codes;

  private Samples(double[] reals, long[] codes) {
    this.reals = reals;
    this.codes = codes;
  }

  /// Real values. Those of an input of type float32 are rounded to it, as a cast does.
  public static Samples reals(double[] values) {
    return new Samples(values.clone(), null);
  }

  public static Samples reals(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return new Samples(wide, null);
  }

  /// Codes that the graph's input takes as they are; −1 and +1 for a bipolar input.
  public static Samples codes(long[] values) {
    return new Samples(null, values.clone());
  }

  boolean areReal() {
    return reals != null;
  }

  int length() {
    return areReal() ? reals.length : codes.length;
  }

  double[] realArray() {
    return reals;
  }

  long[] codeArray() {
    return codes;
  }
}
