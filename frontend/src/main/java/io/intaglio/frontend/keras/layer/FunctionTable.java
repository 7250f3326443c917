package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;

/// A function between two quantizers, as the table of its codes. Runtimes compute the function in
/// float32, each in its own way; an entry on whose code they may not agree is refused.
final class FunctionTable {
  private FunctionTable() {}

  /// @param x what `in` quantized
  /// @param out whose formats differ along one axis at most
  static Ref of(
      LayerSite site, Ref x, HgqQuantizer in, HgqQuantizer out, RealFunction function, String what)
      throws Refused {
    FixedPoint from = plain(site, in, "input");
    FixedPoint to = plain(site, out, "output");
    int fine = from.finest();
    long base = from.least(fine);
    long count = from.greatest(fine) - base + 1;
    if (count > RealLookup.MAX_ENTRIES) {
      throw site.form(
          "a table of " + count + " entries", "quantize its input to at most 12 bits in all");
    }
    Shape rows = to.shape();
    int axis = -1;
    for (int a = 0; a < rows.rank(); a++) {
      if (rows.dim(a) > 1 && axis >= 0) {
        throw site.form(
            "a table whose output has formats of its own along several axes",
            "use allow_heterogeneous_table=False, or one heterogeneous axis");
      }
      axis = rows.dim(a) > 1 ? a : axis;
    }
    site.demandValue(Shape.of(rows.size(), (int) count));
    int step = to.finest();
    long[] table = new long[(int) count * rows.size()];
    for (int n = 0; n < table.length; n++) {
      int row = n / (int) count;
      double at = Math.scalb((double) (base + n % count), -fine);
      long code = code(site, to, row, function, at);
      table[n] = code == 0 ? 0 : FixedPoint.shifted(site, code, step - to.f()[row]);
    }
    IntTensor codes =
        axis < 0
            ? IntTensor.vector(table)
            : IntTensor.of(Shape.of(rows.size(), (int) count), table);
    IntType type = IntType.holding(codes.min(), codes.max());
    int along = axis < 0 ? 0 : axis + site.shape(x).rank() - rows.rank();
    return site.emit(
        what,
        site.shape(x),
        new RealLookup(
            x,
            Rational.powerOfTwo(-fine),
            0,
            codes,
            along,
            base,
            type,
            Rational.powerOfTwo(-step),
            0));
  }

  private static FixedPoint plain(LayerSite site, HgqQuantizer quantizer, String end)
      throws Refused {
    if (!quantizer.isPlain() || quantizer.format().isEmpty()) {
      throw site.form(
          "a table whose " + end + " has no quantizer, or one that is scaled",
          "enable both quantizers and use neither scaler nor affine");
    }
    return quantizer.format().get();
  }

  private static long code(LayerSite site, FixedPoint to, int row, RealFunction function, double x)
      throws Refused {
    double y = function.at(x);
    double error = function.errorAt(x);
    long code = to.code(site, row, (float) (y - error));
    if (code != to.code(site, row, (float) (y + error))) {
      throw site.form(
          "the table's entry for "
              + x
              + " is "
              + y
              + ", so near a rounding boundary that runtimes do not agree on its code",
          "use other bits for the table's input or output, or round by RND");
    }
    return code;
  }
}
