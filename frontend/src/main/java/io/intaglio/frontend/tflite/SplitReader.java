package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// SPLIT into parts of equal extent along an axis; codes are copied.
///
/// Source: tensorflow/lite/kernels/split.cc.
final class SplitReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arityOfMany(2, 2);
    FlatTensor x = site.input(1, ActivationTypes.all());
    int rank = x.shape().rank();
    int axis = ShapeRules.axis(site, ShapeRules.numbers(site, 0, 1)[0], rank);
    int parts = site.outputs();
    if (x.shape().dim(axis) % parts != 0) {
      throw site.refused(
          Code.IMP_SHAPE,
          parts + " parts of axis " + axis + " of " + x.shape(),
          "convert the model again");
    }
    int extent = x.shape().dim(axis) / parts;
    Shape shape = x.shape().withDim(axis, extent);
    for (int i = 0; i < parts; i++) {
      FlatTensor y = site.outputAt(i, x.type());
      site.demandSameGrid(x, y);
      ShapeRules.demandShape(site, y, shape);
      List<Integer> starts = new ArrayList<>(Collections.nCopies(rank, 0));
      starts.set(axis, i * extent);
      site.result(y, new RealSlice(site.operand(x), starts, Collections.nCopies(rank, 1)));
    }
  }
}
