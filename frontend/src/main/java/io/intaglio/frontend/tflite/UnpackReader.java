package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.UnpackOptions;

/// UNPACK: the slices along an axis, which they no longer have; codes are copied.
///
/// Source: tensorflow/lite/kernels/unpack.cc.
final class UnpackReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arityOfMany(1, 1);
    int stated =
        site.options(
            BuiltinOptions.UnpackOptions,
            operator -> {
              UnpackOptions table = (UnpackOptions) operator.builtinOptions(new UnpackOptions());
              return table == null ? null : table.axis();
            });
    FlatTensor x = site.input(0, ActivationTypes.all());
    int rank = x.shape().rank();
    int axis = ShapeRules.axis(site, stated, rank);
    Shape part = x.shape().reduced(List.of(axis), false);
    ShapeRules.demandShape(site, x, x.shape().withDim(axis, site.outputs()));
    for (int i = 0; i < site.outputs(); i++) {
      FlatTensor y = site.outputAt(i, x.type());
      site.demandSameGrid(x, y);
      ShapeRules.demandShape(site, y, part);
      List<Integer> starts = new ArrayList<>(Collections.nCopies(rank, 0));
      starts.set(axis, i);
      Ref slice =
          site.beside(
              "slice" + i,
              x.shape().withDim(axis, 1),
              new RealSlice(site.operand(x), starts, Collections.nCopies(rank, 1)));
      site.result(y, new RealReshape(slice));
    }
  }
}
