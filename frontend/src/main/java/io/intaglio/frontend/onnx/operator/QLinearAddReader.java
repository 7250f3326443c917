package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealFloat32Add;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.List;

/// `com.microsoft.QLinearAdd`: under `onnxruntime` two fused multiply-adds in float32, the second
/// operand first, `saturate(RNE(fma(a, ra, fma(b, rb, f))))`, of which the builds for FMA contract
/// the constant too, `f = c_zp − fma(ra, a_zp, rb·b_zp)`; where the first operand is constant
/// along the innermost axis the runtime swaps the two. A constant operand makes a table of it.
/// Under `exact` the real sum is rounded half to even and the zero point added.
///
/// Source: onnxruntime/core/mlas/lib/qladd.cpp (x86-64 with FMA3),
/// contrib_ops/cpu/qlinear_binary_op.cc.
final class QLinearAddReader {
  private QLinearAddReader() {}

  static void read(NodeSite site) {
    site.demandInputs(7, 8);
    QuantizedTensor a = QuantizedTensor.read(site, 0).demandPerTensor();
    QuantizedTensor b = QuantizedTensor.read(site, 3).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 6, 7, a.type());
    site.demandSomeLive(0, 3);
    Shape shape = site.broadcast(a.shape(), b.shape());
    if (site.isExact()) {
      exact(site, a, b, y, shape);
      return;
    }
    boolean swap = innermost(a.shape()) == 1 && innermost(b.shape()) > 1;
    Float32 sum = Float32.of(swap ? b : a, swap ? a : b, y);
    if (sum.a().isLive() && sum.b().isLive()) {
      site.codes(sum.live(), shape, y.type(), y.grid());
    } else {
      QuantizedTensor x = sum.a().isLive() ? sum.a() : sum.b();
      if (!x.shape().equals(shape)) {
        throw site.form(
            "QLinearAdd broadcasts an activation to a constant", "repeat the activation before it");
      }
      site.codes(sum.constant(site, shape), shape, y.type(), y.grid());
    }
  }

  private static int innermost(Shape shape) {
    return shape.rank() == 0 ? 1 : shape.channels();
  }

  /// The sum of the reals, both multiples of the greatest common divisor of the steps.
  private static void exact(
      NodeSite site, QuantizedTensor a, QuantizedTensor b, Parameters y, Shape shape) {
    Ref sum = site.step("sum", new RealAdd(a.real(), b.real()), shape);
    Rational step = commonStep(a.parameters().step(0), b.parameters().step(0));
    site.codes(
        Requantization.of(
            sum,
            RationalTensor.scalar(step),
            Shape.SCALAR,
            List.of(Requantization.exact(step.divide(y.step(0)), y)),
            y),
        shape,
        y.type(),
        y.grid());
  }

  private static Rational commonStep(Rational a, Rational b) {
    BigInteger numerator = a.num().multiply(b.den()).gcd(b.num().multiply(a.den()));
    return Rational.of(numerator).divide(Rational.of(a.den().multiply(b.den())));
  }

  /// The kernel's constants.
  private record Float32(
      QuantizedTensor a, QuantizedTensor b, Parameters y, float ra, float rb, float offset) {
    static Float32 of(QuantizedTensor a, QuantizedTensor b, Parameters y) {
      Parameters pa = a.parameters();
      Parameters pb = b.parameters();
      float ra = pa.scale() / y.scale();
      float rb = pb.scale() / y.scale();
      float zb = rb * pb.zeroPoint();
      float offset = y.zeroPoint() - Math.fma(ra, (float) pa.zeroPoint(), zb);
      return new Float32(a, b, y, ra, rb, offset);
    }

    long apply(long qa, long qb) {
      float v = Math.fma((float) qa, ra, Math.fma((float) qb, rb, offset));
      return (long) Math.rint(Math.clamp((double) v, (double) y.lo(), (double) y.hi()));
    }

    RealFloat32Add live() {
      return new RealFloat32Add(
          a.real(),
          b.real(),
          a.parameters().step(0),
          a.parameters().zeroPoint(),
          b.parameters().step(0),
          b.parameters().zeroPoint(),
          ra,
          rb,
          offset,
          y.type().integers(),
          y.step(0),
          y.zeroPoint());
    }

    /// A table for each element of the constant, which varies along one axis at most.
    RealLookup constant(NodeSite site, Shape shape) {
      QuantizedTensor x = a.isLive() ? a : b;
      IntTensor c = a.isLive() ? b.codes("operand") : a.codes("operand");
      int axis = axis(site, c.shape(), shape);
      Parameters in = x.parameters();
      int width = (int) (in.hi() - in.lo() + 1);
      long[] table = new long[c.size() * width];
      for (int i = 0; i < table.length; i++) {
        long q = in.lo() + i % width;
        long k = c.at(i / width);
        table[i] = a.isLive() ? apply(q, k) : apply(k, q);
      }
      Shape tables = c.size() == 1 ? Shape.of(width) : Shape.of(c.size(), width);
      return new RealLookup(
          x.real(),
          in.step(0),
          in.zeroPoint(),
          IntTensor.of(tables, table),
          axis,
          in.lo(),
          y.type().integers(),
          y.step(0),
          y.zeroPoint());
    }

    private static int axis(NodeSite site, Shape constant, Shape to) {
      for (int axis = 0; axis < constant.rank(); axis++) {
        if (constant.dim(axis) == constant.elements()) {
          return to.rank() - constant.rank() + axis;
        }
      }
      if (constant.elements() == 1) {
        return 0;
      }
      throw site.form(
          "QLinearAdd of a constant that varies along several axes is not supported",
          "add a constant per channel");
    }
  }
}
