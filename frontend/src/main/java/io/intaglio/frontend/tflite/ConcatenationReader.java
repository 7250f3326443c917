package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptions;

/// CONCATENATION of tensors of one scale and zero point: codes are copied.
///
/// Source: tensorflow/lite/kernels/concatenation.cc, which demands equal quantization of int8.
final class ConcatenationReader implements OperatorReader {
  private record Options(int axis, byte activation) {}

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, Integer.MAX_VALUE);
    Options options =
        site.options(
            BuiltinOptions.ConcatenationOptions,
            operator -> {
              ConcatenationOptions table =
                  (ConcatenationOptions) operator.builtinOptions(new ConcatenationOptions());
              return table == null
                  ? null
                  : new Options(table.axis(), table.fusedActivationFunction());
            });
    if (options.activation() != ActivationFunctionType.NONE) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "a fused activation",
          "the runtime ignores it for quantized tensors; give the activation its own operator");
    }
    FlatTensor y = site.output(ActivationTypes.all());
    int axis = ShapeRules.axis(site, options.axis(), y.shape().rank());
    List<Ref> parts = new ArrayList<>();
    long extent = 0;
    for (int i = 0; i < site.inputs(); i++) {
      FlatTensor x = site.input(i, y.type());
      site.demandSameGrid(x);
      Shape shape = x.shape();
      if (shape.rank() != y.shape().rank()
          || !shape.withDim(axis, 1).equals(y.shape().withDim(axis, 1))) {
        throw site.refused(Code.IMP_SHAPE, shape + " in " + y.shape(), "convert the model again");
      }
      extent += shape.dim(axis);
      parts.add(site.operand(x));
    }
    if (extent != y.shape().dim(axis)) {
      throw site.refused(
          Code.IMP_SHAPE,
          "the parts have " + extent + " elements along axis " + axis + " of " + y.shape(),
          "convert the model again");
    }
    site.result(new RealConcat(parts, axis));
  }
}
