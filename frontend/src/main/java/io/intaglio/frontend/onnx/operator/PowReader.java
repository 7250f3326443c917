package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;

/// ONNX `Pow` with a constant exponent.
///
/// Constants are folded where every runtime gives the same number: the exponents 0.5, 1 and 2,
/// whose results are correctly rounded, and whole ones whose result is exact. Of an activation the
/// exponents 1 and 2 are read, as `x` and `x·x`.
final class PowReader {
  private static final int MOST = 64;

  private PowReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
    ConstantTensor exponent = site.constant(1, "exponent");
    switch (site.input(0)) {
      case Folded base -> fold(site, base.tensor(), exponent);
      case Live x -> live(site, x, exponent);
    }
  }

  private static void live(NodeSite site, Live x, ConstantTensor exponent) {
    Operands.demandComputed(site, x);
    boolean broadcasts = exponent.size() == 1 && exponent.shape().broadcastsTo(x.shape());
    if (broadcasts && exponent.real(0) == 1) {
      site.alias(x);
    } else if (broadcasts && exponent.real(0) == 2) {
      Ref ref = new Ref(x.name());
      site.result(new RealMultiply(ref, ref), x.shape(), x.type());
    } else {
      throw site.form(
          "Pow of an activation is supported with the exponents 1 and 2 only",
          "compute it in another way");
    }
  }

  private static void fold(NodeSite site, ConstantTensor base, ConstantTensor exponent) {
    if (!base.type().isComputed()) {
      throw site.form("Pow of " + base.type() + " constants is not folded", "cast to float32");
    }
    Shape shape = site.broadcast(base.shape(), exponent.shape());
    site.claim(shape);
    int[] left = base.shape().broadcastIndex(shape);
    int[] right = exponent.shape().broadcastIndex(shape);
    double[] values = new double[left.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = power(site, base.real(left[i]), exponent.real(right[i]), base.type());
    }
    site.constantResult(ConstantTensor.Reals.of(shape, base.type(), values));
  }

  private static double power(NodeSite site, double x, double exponent, ElementType type) {
    if (exponent == 0.5) {
      return type.withFloat32().round(Math.sqrt(x));
    }
    if (exponent == 2) {
      return type.withFloat32().round(x * x);
    }
    if (exponent == Math.rint(exponent) && Math.abs(exponent) <= MOST) {
      double result = 1;
      boolean exact = Double.isFinite(x);
      for (int i = 0; i < Math.abs(exponent) && exact; i++) {
        double next = result * x;
        exact = Math.fma(result, x, -next) == 0 && Double.isFinite(next);
        result = next;
      }
      double value = exponent < 0 ? 1 / result : result;
      exact &= exponent >= 0 || Math.fma(value, result, -1) == 0;
      if (exact && type.withFloat32().round(value) == value) {
        return value;
      }
    }
    throw site.form(
        "runtimes disagree about " + x + " to the power of " + exponent,
        "store the result as a constant");
  }
}
