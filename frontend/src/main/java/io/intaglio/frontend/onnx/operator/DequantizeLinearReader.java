package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.type.Shape;

/// ONNX `DequantizeLinear`: the real numbers that codes stand for, `(code − zeroPoint)·scale`.
///
/// Source: ONNX operators, DequantizeLinear 10, 13, 19, 21, 23, 25.
final class DequantizeLinearReader {
  private DequantizeLinearReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 3);
    QuantizedTensor x = QuantizedTensor.read(site, 0);
    Parameters p = x.parameters();
    Shape along = QuantizeLinearReader.along(site, x.shape(), p);
    long type = site.integer("output_dtype", 0);
    if (type != 0 && type != 1) {
      throw site.form("DequantizeLinear to another type than float32", "dequantize to float32");
    }
    switch (x.value()) {
      case Live live -> {
        x.demandPerTensor();
        String name = QuantizedTensor.regridded(site, live, p.grid()).name();
        site.alias(new Live(name, live.shape(), ElementType.FLOAT32));
      }
      case Folded _ ->
          site.constantResult(
              new ConstantTensor.Quantized(
                  x.codes("operand"),
                  QuantizeLinearReader.scales(p, along),
                  QuantizeLinearReader.zeroPoints(p, along)));
    }
  }
}
