package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.PackOptions;

/// PACK: tensors of one shape side by side along a new axis; codes are copied.
///
/// Source: tensorflow/lite/kernels/pack.cc.
final class PackReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, Integer.MAX_VALUE);
    int stated =
        site.options(
            BuiltinOptions.PackOptions,
            operator -> {
              PackOptions table = (PackOptions) operator.builtinOptions(new PackOptions());
              return table == null ? null : table.axis();
            });
    FlatTensor y = site.output(ActivationTypes.all());
    int axis = ShapeRules.axis(site, stated, y.shape().rank());
    Shape part = y.shape().reduced(List.of(axis), false);
    ShapeRules.demandShape(site, y, ShapeRules.inserted(part, axis, site.inputs()));
    List<Ref> parts = new ArrayList<>();
    for (int i = 0; i < site.inputs(); i++) {
      FlatTensor x = site.input(i, y.type());
      site.demandSameGrid(x);
      ShapeRules.demandShape(site, x, part);
      parts.add(
          site.beside("part" + i, y.shape().withDim(axis, 1), new RealReshape(site.operand(x))));
    }
    site.result(new RealConcat(parts, axis));
  }
}
