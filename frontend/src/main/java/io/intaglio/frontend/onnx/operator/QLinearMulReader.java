package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.Float32Affine;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `com.microsoft.QLinearMul`: the integer product of codes less their zero points, times
/// `fl32(fl32(a_scale·b_scale)/c_scale)`, plus the zero point, each rounded to float32, and then
/// rounded half to even; under `exact` the real product, zero point after rounding.
///
/// Source: onnxruntime/core/mlas/lib/qlmul.cpp (SSE2, NEON).
final class QLinearMulReader {
  private QLinearMulReader() {}

  static void read(NodeSite site) {
    site.demandInputs(7, 8);
    QuantizedTensor a = QuantizedTensor.read(site, 0).demandPerTensor();
    QuantizedTensor b = QuantizedTensor.read(site, 3).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 6, 7, a.type());
    site.demandSomeLive(0, 3);
    Shape shape = site.broadcast(a.shape(), b.shape());
    Ref product = site.step("product", new RealMultiply(a.real(), b.real()), shape);
    Rational step = a.parameters().step(0).multiply(b.parameters().step(0));
    float factor =
        Requantization.factor(1, a.parameters().scale(), b.parameters().scale(), y.scale());
    SourceRule rule =
        site.isExact()
            ? Requantization.exact(step.divide(y.step(0)), y)
            : new Float32Affine(factor, y.zeroPoint(), y.lo(), y.hi());
    site.codes(
        Requantization.of(product, RationalTensor.scalar(step), Shape.SCALAR, List.of(rule), y),
        shape,
        y.type(),
        y.grid());
  }
}
