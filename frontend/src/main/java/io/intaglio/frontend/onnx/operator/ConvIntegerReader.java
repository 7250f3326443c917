package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QLinearConvReader.Convolution;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.type.IntTensor;

/// ONNX `ConvInteger`: the int32 sum of products of codes less their zero points. Inputs: `x`,
/// `w`, their zero points.
///
/// Source: ONNX operators, ConvInteger 10.
final class ConvIntegerReader {
  private ConvIntegerReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 4);
    QuantizedTensor x = QuantizedTensor.integers(site, 0, 2).demandPerTensor();
    QuantizedTensor w = QuantizedTensor.integers(site, 1, 3);
    site.demandLive(0);
    IntTensor codes = w.codes("kernel");
    if (w.parameters().count() != 1 && w.parameters().count() != w.shape().dim(0)) {
      throw site.shapes(w.parameters().count() + " zero points for kernel " + w.shape());
    }
    Convolution convolution = Convolution.read(site, x, w.shape());
    convolution
        .planes()
        .finish(
            site, new RealReshape(convolution.sum(w, codes)), ElementType.INT32, CodeGrid.INTEGERS);
  }
}
