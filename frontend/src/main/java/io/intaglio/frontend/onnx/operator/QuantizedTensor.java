package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An integer tensor that a node reads together with the scale and zero point it gives it.
record QuantizedTensor(NodeSite site, int input, Traced value, Parameters parameters) {
  /// Scales and zero points, one or as many as an axis has elements.
  @SuppressWarnings("ArrayRecordComponent")
  record Parameters(float[] scales, long[] zeroPoints, ElementType type) {
    boolean isUniform() {
      return scales.length == 1 && zeroPoints.length == 1;
    }

    int count() {
      return Math.max(scales.length, zeroPoints.length);
    }

    float scale(int i) {
      return scales[scales.length == 1 ? 0 : i];
    }

    long zeroPoint(int i) {
      return zeroPoints[zeroPoints.length == 1 ? 0 : i];
    }

    /// The one scale.
    float scale() {
      return scales[0];
    }

    /// The one zero point.
    long zeroPoint() {
      return zeroPoints[0];
    }

    Rational step(int i) {
      return Rational.of((double) scale(i));
    }

    CodeGrid grid() {
      return new CodeGrid(step(0), zeroPoint());
    }

    long lo() {
      return type.lowest();
    }

    long hi() {
      return type.highest();
    }
  }

  /// Input `i` with the scale and zero point that follow it.
  static QuantizedTensor read(NodeSite site, int i) {
    return read(site, i, i + 1, i + 2);
  }

  static QuantizedTensor read(NodeSite site, int i, int scale, int zeroPoint) {
    Traced value = site.input(i);
    Parameters parameters = parameters(site, value.type(), scale, zeroPoint);
    return new QuantizedTensor(site, i, value, parameters);
  }

  /// Input `i` as integers that only a zero point is taken from.
  static QuantizedTensor integers(NodeSite site, int i, int zeroPoint) {
    Traced value = site.input(i);
    if (!value.type().isQuantized()) {
      throw site.form(
          site.operator() + " of " + value.type() + " is not supported", "use 8-bit integers");
    }
    long[] zeros = new long[] {0};
    if (site.has(zeroPoint)) {
      ConstantTensor zero = site.constant(zeroPoint, "zero point");
      zeros = zeroPoints(site, value.type(), zeroPoint, zero.size());
    }
    return new QuantizedTensor(
        site, i, value, new Parameters(new float[] {1}, zeros, value.type()));
  }

  /// Scale and zero point of a result, whose type the zero point gives.
  static Parameters result(NodeSite site, int scale, int zeroPoint, ElementType otherwise) {
    ElementType type = site.has(zeroPoint) ? site.input(zeroPoint).type() : otherwise;
    Parameters parameters = parameters(site, type, scale, zeroPoint);
    if (!parameters.isUniform()) {
      throw site.form(
          "the result of " + site.operator() + " has a scale for each channel",
          "quantize activations per tensor");
    }
    return parameters;
  }

  static Parameters parameters(NodeSite site, ElementType type, int scale, int zeroPoint) {
    if (!type.isQuantized()) {
      throw site.form(
          site.operator() + " of " + type + " codes is not supported",
          "quantize to int8, uint8, int16, uint16, int4 or uint4");
    }
    if (!site.isExact() && type.bits() != 8 && type != ElementType.INT32) {
      throw site.form(
          "ONNX Runtime has no integer kernel for " + type + " at this " + site.operator(),
          "read the file with --profile exact, or quantize to 8 bits");
    }
    ConstantTensor scales = site.constant(scale, "scale");
    if (scales.type() != ElementType.FLOAT32) {
      throw site.form(
          "the scale of " + site.operator() + " is " + scales.type() + ", not FLOAT32",
          "export scales of float32");
    }
    if (scales.size() == 0 || scales.shape().rank() > 1) {
      throw site.form(
          "the scale of " + site.operator() + " is no number or list of numbers",
          "quantize per tensor or per axis; blocked quantization is not supported");
    }
    float[] s = new float[scales.size()];
    for (int k = 0; k < s.length; k++) {
      s[k] = (float) scales.real(k);
      if (!(s[k] > 0) || !Float.isFinite(s[k])) {
        throw site.parameter(
            "the scale of " + site.operator() + " is " + s[k] + ", not positive",
            "export a positive scale");
      }
    }
    return new Parameters(s, zeroPoints(site, type, zeroPoint, s.length), type);
  }

  private static long[] zeroPoints(NodeSite site, ElementType type, int input, int count) {
    if (!site.has(input)) {
      return new long[] {0};
    }
    ConstantTensor zero = site.constant(input, "zero point");
    if (!(zero instanceof ConstantTensor.Integers integers)
        || zero.type() != type
        || zero.shape().rank() > 1
        || (zero.size() != count && zero.size() != 1)) {
      throw site.parameter(
          "the zero point of "
              + site.operator()
              + " has the type "
              + zero.type()
              + " and shape "
              + zero.shape(),
          "give one of the codes' type, " + type + ", for each scale");
    }
    return integers.values().toArray();
  }

  QuantizedTensor demandPerTensor() {
    if (!parameters.isUniform()) {
      throw site.form(
          site.operator() + " with a scale for each channel of its input is not supported",
          "quantize activations per tensor");
    }
    return this;
  }

  Shape shape() {
    return value.shape();
  }

  boolean isLive() {
    return value instanceof Live;
  }

  ElementType type() {
    return parameters.type();
  }

  /// The codes of a constant.
  IntTensor codes(String what) {
    if (value instanceof Folded folded
        && folded.tensor() instanceof ConstantTensor.Integers codes) {
      return codes.values();
    }
    throw site.form(
        "the " + what + " of " + site.operator() + " depends on the network's input",
        "make it a constant");
  }

  /// The tensor in the network, of value `(code − zeroPoint)·scale`; one scale for all.
  Ref real() {
    return switch (value) {
      case Live live -> regridded(site, live, parameters.grid());
      case Folded _ -> parameter(site, input, codes("operand"), shape(), this, shape().rank() - 1);
    };
  }

  /// A live tensor of codes as values of another grid than the one it was made on. The zero point
  /// comes first: where this ends a network in float32, only the product rounds, as the runtime's.
  static Ref regridded(NodeSite site, Live live, CodeGrid to) {
    CodeGrid from = site.grid(live);
    Ref x = new Ref(live.name());
    if (from.equals(to)) {
      return x;
    }
    Rational offset = from.step().multiply(Rational.of(from.zeroPoint() - to.zeroPoint()));
    Ref moved = site.step("moved", new RealAdd(x, number(site, "offset", offset)), live.shape());
    Rational factor = to.step().divide(from.step());
    return site.step(
        "codes", new RealMultiply(moved, number(site, "factor", factor)), live.shape());
  }

  /// An exact constant of the node's own making.
  static Ref number(NodeSite site, String suffix, Rational value) {
    return site.step(suffix, new RealParameter(RealTensor.number(value)), Shape.SCALAR);
  }

  /// Constant codes as a parameter of shape `to`, whose scales lie along `axis`.
  static Ref parameter(
      NodeSite site, int input, IntTensor codes, Shape to, QuantizedTensor of, int axis) {
    Parameters p = of.parameters();
    int[] dims = new int[Math.max(to.rank(), 0)];
    Arrays.fill(dims, 1);
    Shape spread = Shape.SCALAR;
    if (p.count() > 1) {
      dims[axis] = p.count();
      spread = Shape.of(dims);
    }
    List<Rational> steps = new ArrayList<>();
    List<Rational> zeros = new ArrayList<>();
    for (int i = 0; i < p.count(); i++) {
      steps.add(p.step(i));
      zeros.add(Rational.of(p.zeroPoint(i)));
    }
    RealTensor grid =
        new RealTensor.Grid(
            codes.reshape(to),
            new RationalTensor(spread, steps),
            new RationalTensor(spread, zeros));
    return site.step("operand" + input, new RealParameter(grid), to);
  }
}
