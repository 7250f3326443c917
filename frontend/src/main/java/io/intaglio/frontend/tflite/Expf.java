package io.intaglio.frontend.tflite;

/// `expf` of the C library under the runtimes that were measured: not correctly rounded everywhere,
/// so its own steps are repeated here, in `double`, rounded once at the end.
///
/// Source: glibc sysdeps/ieee754/flt-32/e_expf.c, e_exp2f_data.c (tables of 32 entries).
final class Expf {
  private static final int TABLE = 32;
  private static final double INVERSE_LN2 = 0x1.71547652b82fep+0 * TABLE;
  private static final double C0 = 0x1.c6af84b912394p-5 / TABLE / TABLE / TABLE;
  private static final double C1 = 0x1.ebfce50fac4f3p-3 / TABLE / TABLE;
  private static final double C2 = 0x1.62e42ff0c52d6p-1 / TABLE;

  private Expf() {}

  static float of(float x) {
    if (Float.isNaN(x) || x > 0x1.62e42ep6f) {
      return x + Float.POSITIVE_INFINITY;
    }
    if (x < -0x1.9fe368p6f) {
      return 0;
    }
    double z = INVERSE_LN2 * x;
    double k = Math.rint(z);
    double r = z - k;
    long index = (long) k;
    double power =
        Math.scalb(
            StrictMath.pow(2, Math.floorMod(index, TABLE) / (double) TABLE),
            (int) Math.floorDiv(index, (long) TABLE));
    double square = r * r;
    double y = (C0 * r + C1) * square + (C2 * r + 1);
    return (float) (y * power);
  }
}
