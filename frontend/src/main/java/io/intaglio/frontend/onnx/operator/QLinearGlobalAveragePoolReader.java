package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `com.microsoft.QLinearGlobalAveragePool`: the integer sum of codes less their zero points, times
/// `fl32(x_scale/fl32(y_scale·n))` in float32, half to even, zero point after rounding; under
/// `exact` the same in real arithmetic.
///
/// Source: onnxruntime/core/mlas/lib/qlgavgpool.cpp.
final class QLinearGlobalAveragePoolReader {
  private QLinearGlobalAveragePoolReader() {}

  static void read(NodeSite site) {
    site.demandInputs(4, 5);
    QuantizedTensor x = QuantizedTensor.read(site, 0).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 3, 4, x.type());
    site.demandLive(0);
    QLinearAveragePoolReader.demandChannelsFirst(site);
    whole(site, x, y);
  }

  /// The mean of each plane.
  static void whole(NodeSite site, QuantizedTensor x, Parameters y) {
    Shape shape = x.shape();
    if (shape.rank() < 3) {
      throw site.shapes(site.operator() + " of shape " + shape);
    }
    long[] kernel = new long[shape.rank() - 2];
    long count = 1;
    for (int axis = 0; axis < kernel.length; axis++) {
      kernel[axis] = shape.dim(axis + 2);
      count *= kernel[axis];
    }
    Window window = Window.read(site, shape, kernel, false);
    Live live = new Live(x.real().name(), shape, x.type());
    Planes planes = Planes.of(site, live, shape.dim(1), window);
    RealAveragePool pool =
        new RealAveragePool(
            planes.x(), window.kernelH(), window.kernelW(), 1, 1, 0, 0, 0, 0, false);
    Ref mean = site.step("mean", pool, planes.result());
    Rational step = x.parameters().step(0).divide(Rational.of(count));
    float factor = x.parameters().scale() / (y.scale() * (float) count);
    SourceRule rule =
        site.isExact()
            ? Requantization.exact(step.divide(y.step(0)), y)
            : new Float32Multiply(factor, y.zeroPoint(), y.lo(), y.hi());
    planes.finish(
        site,
        Requantization.of(mean, RationalTensor.scalar(step), Shape.SCALAR, List.of(rule), y),
        y.type(),
        y.grid());
  }
}
