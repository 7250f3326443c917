package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealReshape;

/// RESHAPE: the output's own shape counts, which the converter has made of the operand.
final class ReshapeReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 2);
    FlatTensor y = site.quantizedOutput();
    FlatTensor x = site.quantizedInput(0);
    if (x.shape().elements() != y.shape().elements()) {
      throw site.refused(
          Code.IMP_SHAPE,
          x.shape() + " to " + y.shape(),
          "import a model of batch 1 and fixed extents");
    }
    site.demandSameGrid(x);
    site.result(new RealReshape(site.value(x)));
  }
}
