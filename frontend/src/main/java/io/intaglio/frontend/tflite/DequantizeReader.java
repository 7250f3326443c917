package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealReshape;
import org.tensorflow.lite.schema.TensorType;

/// DEQUANTIZE where the network ends: `fl32((q − zeroPoint)·scale)`, which is the value
/// that the codes stand for, rounded once.
final class DequantizeReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.quantizedInput(0);
    site.perTensor(x);
    FlatTensor y = site.output(TensorType.FLOAT32);
    if (site.readers(y) != 0 || !x.shape().equals(y.shape())) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + y.name() + "' is read by another operator",
          "float32 is supported only where the network begins and ends");
    }
    site.result(new RealReshape(site.value(x)));
  }
}
