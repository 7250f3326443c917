package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `com.microsoft.QGemm`: `A'·B'` of codes less their zero points, an int32 bias in units of
/// that sum, one requantization by `alpha·a_scale·b_scale/y_scale`. Inputs: `A`, its scale and
/// zero point, `B`, its scales and zero points, the bias, the result's scale and zero point.
///
/// Source: onnxruntime/contrib_ops/cpu/quantization/quant_gemm.cc.
final class QGemmReader {
  private QGemmReader() {}

  static void read(NodeSite site) {
    site.demandInputs(8, 9);
    QuantizedTensor a = QuantizedTensor.read(site, 0).demandPerTensor();
    QuantizedTensor b = QuantizedTensor.read(site, 3);
    if (!site.has(7) || !site.has(8)) {
      throw site.form(
          "QGemm without a scale of its result is not supported", "quantize the result");
    }
    Parameters y = QuantizedTensor.result(site, 7, 8, a.type());
    site.demandLive(0);
    IntTensor codes = b.codes("matrix B");
    if (a.shape().rank() != 2 || b.shape().rank() != 2) {
      throw site.shapes("QGemm of shapes " + a.shape() + " and " + b.shape());
    }
    Ref x = a.real();
    Shape left = a.shape();
    if (site.flag("transA", false)) {
      left = Shape.of(left.dim(1), left.dim(0));
      x = site.step("transposed", new RealTranspose(x, List.of(1, 0)), left);
    }
    boolean transposed = site.flag("transB", false);
    int in = b.shape().dim(transposed ? 1 : 0);
    int out = b.shape().dim(transposed ? 0 : 1);
    int scales = b.parameters().count();
    if (in != left.dim(1) || (scales != 1 && scales != out)) {
      throw site.shapes("QGemm of shapes " + a.shape() + " and " + b.shape());
    }
    float alpha = site.real("alpha", 1);
    Shape columns = Shape.of(b.parameters().scales().length);
    RationalTensor step = Requantization.accumulator(a.parameters(), b.parameters(), columns);
    IntTensor matrix = transposed ? transposed(codes, out, in) : codes;
    Ref w = QuantizedTensor.parameter(site, 3, matrix, Shape.of(in, out), b, 1);
    Shape shape = site.shape(left.dim(0), out);
    Ref sum = site.step("product", new RealMatMul(x, w), shape);
    if (site.has(6)) {
      sum = site.step("acc", new RealAdd(sum, bias(site, shape, step)), shape);
    }
    site.codes(
        Requantization.of(
            sum,
            step,
            columns,
            Requantization.linear(site, alpha, a.parameters(), b.parameters(), y),
            y),
        shape,
        y.type(),
        y.grid());
  }

  private static Ref bias(NodeSite site, Shape shape, RationalTensor step) {
    Shape c = site.input(6).shape();
    if (site.input(6).type() != ElementType.INT32 || !c.broadcastsTo(shape)) {
      throw site.shapes("the bias of shape " + c + " does not broadcast to " + shape);
    }
    if (step.shape().rank() != 0 && c.elements() == 1) {
      throw site.form(
          "one bias for channels of different scales is not supported", "repeat the bias");
    }
    return IntegerBias.parameter(site, 6, c, step);
  }

  private static IntTensor transposed(IntTensor codes, int outputs, int inputs) {
    long[] all = new long[codes.size()];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        all[i * outputs + o] = codes.at(o * inputs + i);
      }
    }
    return IntTensor.of(Shape.of(inputs, outputs), all);
  }
}
