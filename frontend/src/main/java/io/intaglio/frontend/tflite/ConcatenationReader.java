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
import org.tensorflow.lite.schema.TensorType;

/// CONCATENATION of tensors of one scale and zero point: codes are copied. Of uint8 those of
/// another scale or zero point become `roundHalfAway(fl32(fl32(q·k) − fl32(z_in·k))) + z_out` with
/// `k = fl32(s_in·fl32(1/s_out))`.
///
/// Source: tensorflow/lite/kernels/concatenation.cc, which demands equal quantization of int8;
/// reference/concatenation.h `ConcatenationWithScaling`.
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
      Shape shape = x.shape();
      if (shape.rank() != y.shape().rank()
          || !shape.withDim(axis, 1).equals(y.shape().withDim(axis, 1))) {
        throw site.refused(Code.IMP_SHAPE, shape + " in " + y.shape(), "convert the model again");
      }
      extent += shape.dim(axis);
      parts.add(part(site, x, y));
    }
    if (extent != y.shape().dim(axis)) {
      throw site.refused(
          Code.IMP_SHAPE,
          "the parts have " + extent + " elements along axis " + axis + " of " + y.shape(),
          "convert the model again");
    }
    site.result(new RealConcat(parts, axis));
  }

  private static Ref part(OperatorSite site, FlatTensor x, FlatTensor y)
      throws OperatorSite.Refused {
    if (x.type() != TensorType.UINT8 || site.sameGrid(x, y)) {
      site.demandSameGrid(x);
      return site.operand(x);
    }
    Quantization in = site.perTensor(x);
    Quantization out = site.perTensor(y);
    float scale = in.scale() * (1 / out.scale());
    float offset = -in.zeroPoint() * scale;
    return site.beside(
        "rescaled",
        x.shape(),
        UnaryTable.lookup(
            site,
            x,
            q -> {
              float value = q * scale + offset;
              return (long) TfLiteRound.of(value) + out.zeroPoint();
            }));
  }
}
