package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// `com.microsoft.QLinearConcat`: inputs of other scale or zero point than the result are
/// dequantized and quantized in float32, by table; under `exact` in real arithmetic.
///
/// Source: onnxruntime/contrib_ops/cpu/quantization/qlinear_concat.cc.
final class QLinearConcatReader {
  private QLinearConcatReader() {}

  static void read(NodeSite site) {
    site.demandInputs(5, Integer.MAX_VALUE);
    if ((site.inputs() - 2) % 3 != 0) {
      throw site.malformed("QLinearConcat has " + site.inputs() + " inputs");
    }
    if (!site.hasAttribute("axis")) {
      throw site.malformed("the axis of QLinearConcat is missing");
    }
    Parameters y = QuantizedTensor.result(site, 0, 1, site.input(2).type());
    Shape first = site.input(2).shape();
    int axis = site.axis(site.integer("axis", 0), first.rank());
    long extent = 0;
    List<Ref> parts = new ArrayList<>();
    for (int i = 2; i < site.inputs(); i += 3) {
      QuantizedTensor part = QuantizedTensor.read(site, i).demandPerTensor();
      site.demandLive(i);
      if (part.shape().rank() != first.rank()
          || !part.shape().withDim(axis, 0).equals(first.withDim(axis, 0))) {
        throw site.shapes("QLinearConcat of shapes " + first + " and " + part.shape());
      }
      extent += part.shape().dim(axis);
      parts.add(onGrid(site, part, y));
    }
    long[] dims = new long[first.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i == axis ? extent : first.dim(i);
    }
    site.codes(new RealConcat(parts, axis), site.shape(dims), y.type(), y.grid());
  }

  private static Ref onGrid(NodeSite site, QuantizedTensor x, Parameters y) {
    if (x.type() == y.type() && x.parameters().grid().equals(y.grid())) {
      return x.real();
    }
    if (site.isExact()) {
      RealRequantize exact =
          Requantization.of(
              x.real(),
              RationalTensor.scalar(x.parameters().step(0)),
              Shape.SCALAR,
              List.of(Requantization.exact(x.parameters().step(0).divide(y.step(0)), y)),
              y);
      return site.step("part", exact, x.shape());
    }
    return site.step("part", CodeTable.of(x, y, v -> v), x.shape());
  }
}
