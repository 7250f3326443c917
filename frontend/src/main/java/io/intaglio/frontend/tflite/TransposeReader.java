package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealTranspose;
import java.util.ArrayList;
import java.util.List;

/// TRANSPOSE: codes are copied.
///
/// Source: tensorflow/lite/kernels/transpose.cc.
final class TransposeReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 2);
    FlatTensor x = site.input(0, ActivationTypes.all());
    FlatTensor y = site.output(x.type());
    site.demandSameGrid(x);
    int rank = x.shape().rank();
    List<Integer> perm = new ArrayList<>();
    for (long axis : ShapeRules.numbers(site, 1, rank)) {
      perm.add(ShapeRules.axis(site, axis, rank));
    }
    if (perm.stream().distinct().count() != rank) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER, "the order " + perm + " of axes", "convert the model again");
    }
    ShapeRules.demandShape(site, y, x.shape().permute(perm));
    site.result(new RealTranspose(site.operand(x), perm));
  }
}
