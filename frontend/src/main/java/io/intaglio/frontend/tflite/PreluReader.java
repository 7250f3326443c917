package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.op.Ref;
import org.tensorflow.lite.schema.TensorType;

/// PRELU: `M₁(x − z_in)` from zero on, `M₂((x − z_in)·(alpha − z_alpha))` below, with a constant
/// alpha. TFLM divides the scales in double, TFLite in float32.
///
/// Source: tensorflow/lite/micro/kernels/prelu_common.cc, reference/prelu.h; kernels/activations.cc
/// `PreluPrepare`.
final class PreluReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 2);
    FlatTensor x = site.input(0, ActivationTypes.all());
    boolean legacy = x.type() == TensorType.UINT8;
    FlatTensor alpha = site.input(1, legacy ? TensorType.UINT8 : TensorType.INT8);
    FlatTensor y = site.output(x.type());
    ShapeRules.demandShape(site, y, x.shape());
    if (!alpha.isConstant() || !alpha.shape().broadcastsTo(x.shape())) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "alpha of shape " + alpha.shape() + " for " + x.shape(),
          "alpha must be a constant that broadcasts to the input");
    }
    Quantization in = site.perTensor(x);
    Quantization slope = site.perTensor(alpha);
    Quantization out = site.perTensor(y);
    boolean micro = site.profile().isMicro();
    double above = micro ? (double) in.scale() / out.scale() : in.scale() / out.scale();
    double below =
        micro
            ? (double) in.scale() * slope.scale() / out.scale()
            : in.scale() * slope.scale() / out.scale();
    Ref product =
        site.beside(
            "product",
            y.shape(),
            new RealMultiply(TwoSlopes.negativeSide(site, x), site.operand(alpha)));
    TwoSlopes.emit(site, x, above, product, in.step().multiply(slope.step()), below, false);
  }
}
