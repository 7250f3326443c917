package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QLinearMatMulReader.Product;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealReshape;

/// ONNX `MatMulInteger`: the int32 matrix product of codes less their zero points. Inputs: `a`,
/// `b`, their zero points.
///
/// Source: ONNX operators, MatMulInteger 10.
final class MatMulIntegerReader {
  private MatMulIntegerReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 4);
    QuantizedTensor a = QuantizedTensor.integers(site, 0, 2).demandPerTensor();
    QuantizedTensor b = QuantizedTensor.integers(site, 1, 3);
    site.demandLive(0);
    Product product = Product.of(site, a, b);
    site.codes(
        new RealReshape(product.sum()), product.shape(), ElementType.INT32, CodeGrid.INTEGERS);
  }
}
