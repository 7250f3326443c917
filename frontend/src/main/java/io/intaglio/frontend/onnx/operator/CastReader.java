package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.type.IntTensor;

/// ONNX `Cast`. Of an activation it is read where no value can change: between equal types, to
/// float64, and from integers to a float type that holds them all.
final class CastReader {
  private CastReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    site.ignoreAttribute("saturate");
    long code = site.integer("to", 0);
    ElementType to =
        ElementType.of(code)
            .orElseThrow(
                () -> site.form("Cast to element type " + code + " is not supported", "omit it"));
    switch (site.input(0)) {
      case Live live -> live(site, live, to);
      case Folded folded -> {
        site.claim(folded.shape());
        site.constantResult(cast(site, folded.tensor(), to));
      }
    }
  }

  private static void live(NodeSite site, Live x, ElementType to) {
    boolean widens =
        switch (to) {
          case FLOAT64 -> x.type() != ElementType.INT64;
          case FLOAT32 -> !x.type().isFloat() && x.type().bytes() <= 2;
          case FLOAT16, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, BOOL, INT4, UINT4 ->
              false;
        };
    if (x.type() != to && !widens) {
      throw site.form(
          "Cast of an activation from " + x.type() + " to " + to + " may change it",
          "use a quantizer");
    }
    boolean codes = x.type().isQuantized() && to.isFloat();
    String name = codes ? QuantizedTensor.regridded(site, x, CodeGrid.INTEGERS).name() : x.name();
    site.alias(new Live(name, x.shape(), to));
  }

  private static ConstantTensor cast(NodeSite site, ConstantTensor x, ElementType to) {
    if (x.type() == to) {
      return x;
    }
    if (to == ElementType.FLOAT16) {
      throw site.form("Cast of a constant to FLOAT16 is not folded", "use float32");
    }
    if (to.isFloat()) {
      double[] values = new double[x.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = to.withFloat32().round(real(site, x, i));
      }
      return ConstantTensor.Reals.of(x.shape(), to, values);
    }
    long[] values = new long[x.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = to == ElementType.BOOL ? (x.real(i) != 0 ? 1 : 0) : whole(site, x, i, to);
    }
    return new ConstantTensor.Integers(IntTensor.of(x.shape(), values), to);
  }

  /// An integer beyond float64 would be rounded twice.
  private static double real(NodeSite site, ConstantTensor x, int i) {
    double value = x.real(i);
    if (x instanceof ConstantTensor.Integers integers
        && ((long) value != integers.values().at(i) || value == 0x1p63)) {
      throw outside(site, "a float type");
    }
    return value;
  }

  private static long whole(NodeSite site, ConstantTensor x, int i, ElementType to) {
    long value =
        x instanceof ConstantTensor.Integers integers ? integers.values().at(i) : (long) x.real(i);
    boolean saturated = !(Math.abs(x.real(i)) < 0x1p62);
    if (!to.holds(value) || (saturated && !(x instanceof ConstantTensor.Integers))) {
      throw outside(site, to.toString());
    }
    return value;
  }

  private static Refusal outside(NodeSite site, String to) {
    return site.parameter(
        "Cast of a constant to " + to + " that does not hold it", "check the constant");
  }
}
