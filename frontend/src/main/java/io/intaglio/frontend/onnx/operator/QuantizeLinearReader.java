package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// ONNX `QuantizeLinear`: `saturate(RNE(x/scale) + zeroPoint)`, the quotient rounded to float32
/// where a network begins or a constant is folded. Per tensor or per axis.
///
/// The zero point is added after rounding: as the network's quantizer it is 0, and the bounds move
/// instead; an odd zero point would turn ties round.
///
/// Source: ONNX operators, QuantizeLinear 10, 13, 19, 21, 23, 25.
final class QuantizeLinearReader {
  private QuantizeLinearReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 3);
    Traced x = site.input(0);
    if (x.type() != ElementType.FLOAT32) {
      throw site.form("QuantizeLinear of " + x.type() + " is not supported", "cast to float32");
    }
    ElementType type = type(site);
    Parameters y = QuantizedTensor.parameters(site, type, 1, 2);
    Shape along = along(site, x.shape(), y);
    switch (x) {
      case Live live -> {
        FloatTensor scale = scales(y, along);
        FloatTensor zero = FloatTensor.of(Shape.SCALAR, FloatType.FLOAT32, 0);
        RealQuantize quantize =
            new RealQuantize(
                new Ref(live.name()),
                scale,
                zero,
                bounds(y, along, y.lo()),
                bounds(y, along, y.hi()),
                Rounding.HALF_EVEN);
        if (!y.isUniform()) {
          throw site.form(
              "an activation with a scale for each channel is not supported",
              "quantize activations per tensor");
        }
        site.codes(quantize, live.shape(), type, y.grid());
      }
      case Folded folded -> {
        site.claim(folded.shape());
        site.constantResult(fold(site, folded.tensor(), y, along, type));
      }
    }
  }

  private static ElementType type(NodeSite site) {
    ElementType type = site.has(2) ? site.input(2).type() : ElementType.UINT8;
    long stated = site.integer("output_dtype", 0);
    if (stated != 0) {
      ElementType other =
          ElementType.of(stated)
              .orElseThrow(
                  () ->
                      site.form(
                          "QuantizeLinear to " + ElementType.name(stated) + " is not supported",
                          "quantize to int8, uint8, int16, uint16, int4 or uint4"));
      if (site.has(2) && other != type) {
        throw site.malformed("output_dtype differs from the zero point's type");
      }
      type = other;
    }
    if (type == ElementType.INT32) {
      throw site.malformed("QuantizeLinear makes no INT32 codes");
    }
    long precision = site.integer("precision", 0);
    if (precision != 0 && precision != 1) {
      throw site.form("a quotient that is not float32 is not supported", "set precision to 1");
    }
    site.ignoreAttribute("saturate");
    return type;
  }

  /// The shape of scales along the node's axis, where there are several.
  static Shape along(NodeSite site, Shape x, Parameters p) {
    long axis = site.integer("axis", 1);
    if (site.integer("block_size", 0) != 0) {
      throw site.form(
          "blocked quantization is not supported", "quantize per tensor or per channel");
    }
    if (p.count() == 1) {
      return Shape.SCALAR;
    }
    int at = site.axis(axis, x.rank());
    if (x.dim(at) != p.count()) {
      throw site.shapes(p.count() + " scales for axis " + at + " of shape " + x);
    }
    int[] dims = new int[x.rank() - at];
    Arrays.fill(dims, 1);
    dims[0] = p.count();
    return Shape.of(dims);
  }

  static FloatTensor scales(Parameters p, Shape along) {
    double[] scales = new double[along.size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = p.scale(i);
    }
    return FloatTensor.of(along, FloatType.FLOAT32, scales);
  }

  static FloatTensor zeroPoints(Parameters p, Shape along) {
    double[] zeros = new double[along.size()];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = p.zeroPoint(i);
    }
    return FloatTensor.of(along, FloatType.FLOAT32, zeros);
  }

  private static IntTensor bounds(Parameters p, Shape along, long bound) {
    long[] bounds = new long[along.size()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = bound - p.zeroPoint(i);
    }
    return IntTensor.of(along, bounds);
  }

  private static ConstantTensor fold(
      NodeSite site, ConstantTensor x, Parameters y, Shape along, ElementType type) {
    int[] at = along.broadcastIndex(x.shape());
    long[] codes = new long[x.size()];
    for (int i = 0; i < codes.length; i++) {
      float quotient = (float) x.real(i) / y.scale(at[i]);
      if (Float.isNaN(quotient)) {
        throw site.parameter("a constant is not a number", "export finite weights");
      }
      double lo = (double) (y.lo() - y.zeroPoint(at[i]));
      double hi = (double) (y.hi() - y.zeroPoint(at[i]));
      codes[i] = (long) Math.rint(Math.clamp((double) quotient, lo, hi)) + y.zeroPoint(at[i]);
    }
    return new ConstantTensor.Integers(IntTensor.of(x.shape(), codes), type);
  }
}
