package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// SLICE: `size` elements from `begin` on along each axis, all the rest where `size` is −1.
///
/// Source: tensorflow/lite/kernels/slice.cc.
final class SliceReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(3, 3);
    FlatTensor x = site.input(0, ActivationTypes.all());
    FlatTensor y = site.output(x.type());
    site.demandSameGrid(x);
    int rank = x.shape().rank();
    long[] begin = ShapeRules.numbers(site, 1, rank);
    long[] size = ShapeRules.numbers(site, 2, rank);
    List<Integer> starts = new ArrayList<>();
    Shape shape = x.shape();
    for (int a = 0; a < rank; a++) {
      int extent = x.shape().dim(a);
      boolean inside = begin[a] >= 0 && begin[a] <= extent;
      long count = size[a] == -1 ? extent - begin[a] : size[a];
      if (!inside || count < 0 || count > extent - begin[a]) {
        throw site.refused(
            Code.IMP_BAD_PARAMETER,
            size[a] + " elements from " + begin[a] + " on along axis " + a + " of " + x.shape(),
            "convert the model again");
      }
      starts.add((int) begin[a]);
      shape = shape.withDim(a, (int) count);
    }
    ShapeRules.demandShape(site, y, shape);
    site.result(new RealSlice(site.operand(x), starts, Collections.nCopies(rank, 1)));
  }
}
