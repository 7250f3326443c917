package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealRoundedSoftmax;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.type.Shape;

/// `com.microsoft.QLinearSoftmax` along the last axis, by a table of float32 exponentials summed in
/// the order of indices. The share of an element is multiplied by `⌊fl32(1/y_scale)⌋`; versions of
/// the runtime before 1.32 multiply before they divide, which is the same for powers of two only.
/// Under `exact` it is the softmax of real numbers, rounded once.
///
/// Source: onnxruntime/contrib_ops/cpu/quantization/qlinear_softmax.cc, and the codes of 1.29 to
/// 1.32 on rows of equal greatest elements.
final class QLinearSoftmaxReader {
  private static final int CODES = 256;

  private QLinearSoftmaxReader() {}

  static void read(NodeSite site) {
    site.demandInputs(4, 5);
    QuantizedTensor x = QuantizedTensor.read(site, 0).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 3, 4, x.type());
    site.demandLive(0);
    long opset = site.integer("opset", site.opset());
    int rank = x.shape().rank();
    int axis = site.axis(site.integer("axis", opset < 13 ? 1 : -1), rank);
    if (axis != rank - 1) {
      throw site.form(
          "QLinearSoftmax along axis " + axis + " is not supported",
          "put the classes on the last axis");
    }
    site.codes(site.isExact() ? real(x, y) : table(site, x, y), x.shape(), y.type(), y.grid());
  }

  private static RealOp real(QuantizedTensor x, Parameters y) {
    return new RealRoundedSoftmax(
        x.real(),
        x.parameters().step(0),
        x.parameters().zeroPoint(),
        y.type().integers(),
        y.step(0),
        y.zeroPoint());
  }

  private static RealOp table(NodeSite site, QuantizedTensor x, Parameters y) {
    if (x.type().bits() != 8 || y.type() != x.type()) {
      throw site.form("QLinearSoftmax of " + x.type() + " is not supported", "quantize to 8 bits");
    }
    if (x.shape().channels() == 1) {
      throw site.form(
          "QLinearSoftmax of one element, which overflows in some versions of ONNX Runtime",
          "leave the operator out: its result is 1");
    }
    return new RealTableSoftmax(
        x.real(),
        x.parameters().step(0),
        x.parameters().zeroPoint(),
        table(x.parameters().scale(), x.shape().channels()),
        TableSoftmax.Variant.ONNX_RUNTIME,
        (float) Math.floor(1f / y.scale()),
        y.type().integers(),
        y.step(0),
        y.zeroPoint());
  }

  /// `exp((i − 255 + b)·scale)`, `b` such that a sum of `elements` of them does not overflow. Its
  /// logarithm is one of float32: another moves ties.
  private static FloatTensor table(float scale, int elements) {
    double room = (float) Math.log(Float.MAX_VALUE / elements) - 5.0;
    double shift = Math.max(0, room) / scale;
    double[] table = new double[CODES];
    for (int i = 0; i < CODES; i++) {
      table[i] = (float) Math.exp((i - 255 + shift) * scale);
    }
    return FloatTensor.of(Shape.of(CODES), FloatType.FLOAT32, table);
  }
}
