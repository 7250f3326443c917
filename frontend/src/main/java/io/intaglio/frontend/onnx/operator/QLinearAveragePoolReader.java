package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.QuantizedTensor.Parameters;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealFloat32AveragePool;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// `com.microsoft.QLinearAveragePool` over one or two axes: under `onnxruntime` a sum in float32,
/// window element after window element; under `exact` the real mean, rounded half to even, zero
/// point after rounding. A window of the whole plane is one of `QLinearGlobalAveragePool`.
///
/// Source: onnxruntime/contrib_ops/cpu/quantization/qlinear_pool.cc.
final class QLinearAveragePoolReader {
  private QLinearAveragePoolReader() {}

  static void read(NodeSite site) {
    site.demandInputs(4, 5);
    QuantizedTensor x = QuantizedTensor.read(site, 0).demandPerTensor();
    Parameters y = QuantizedTensor.result(site, 3, 4, x.type());
    site.demandLive(0);
    demandChannelsFirst(site);
    Live live = new Live(x.real().name(), x.shape(), x.type());
    Window window = Pooling.window(site, live);
    boolean countPadding = site.flag("count_include_pad", false);
    if (countPadding && window.clipped()) {
      throw site.form(
          "count_include_pad with windows beyond the padding is not supported",
          "clear ceil_mode or count_include_pad");
    }
    if (!site.isExact() && isWhole(window, x.shape())) {
      QLinearGlobalAveragePoolReader.whole(site, x, y);
    } else {
      pool(site, x, live, y, window, countPadding);
    }
  }

  /// Whether the window is the plane, without padding, whatever its strides.
  private static boolean isWhole(Window window, Shape x) {
    int width = x.dim(x.rank() - 1);
    int height = x.rank() == 4 ? x.dim(2) : 1;
    int pads = window.padTop() + window.padLeft() + window.padBottom() + window.padRight();
    return window.kernelH() == height && window.kernelW() == width && pads == 0;
  }

  static void demandChannelsFirst(NodeSite site) {
    if (site.flag("channels_last", false)) {
      throw site.form("channels_last is not supported", "export before graph optimization");
    }
  }

  private static void pool(
      NodeSite site,
      QuantizedTensor x,
      Live live,
      Parameters y,
      Window window,
      boolean countPadding) {
    Planes planes = Planes.of(site, live, x.shape().dim(1), window);
    if (site.isExact()) {
      exact(site, x, planes, y, window, countPadding);
      return;
    }
    Parameters in = x.parameters();
    planes.finish(
        site,
        new RealFloat32AveragePool(
            planes.x(),
            in.step(0),
            in.zeroPoint(),
            window.kernelH(),
            window.kernelW(),
            window.strideH(),
            window.strideW(),
            window.padTop(),
            window.padLeft(),
            window.padBottom(),
            window.padRight(),
            countPadding,
            in.scale(),
            y.scale(),
            y.type().integers(),
            y.step(0),
            y.zeroPoint()),
        y.type(),
        y.grid());
  }

  private static void exact(
      NodeSite site,
      QuantizedTensor x,
      Planes planes,
      Parameters y,
      Window window,
      boolean countPadding) {
    RealAveragePool mean =
        new RealAveragePool(
            planes.x(),
            window.kernelH(),
            window.kernelW(),
            window.strideH(),
            window.strideW(),
            window.padTop(),
            window.padLeft(),
            window.padBottom(),
            window.padRight(),
            countPadding);
    Ref value = site.step("mean", mean, planes.result());
    int height = x.shape().rank() == 4 ? x.shape().dim(2) : 1;
    int width = x.shape().dim(x.shape().rank() - 1);
    List<Rational> steps = new ArrayList<>();
    List<SourceRule> rules = new ArrayList<>();
    for (int i = 0; i < window.outH() * window.outW(); i++) {
      int rows =
          covered(i / window.outW(), window.strideH(), window.padTop(), window.kernelH(), height);
      int columns =
          covered(i % window.outW(), window.strideW(), window.padLeft(), window.kernelW(), width);
      int count = countPadding ? window.kernelH() * window.kernelW() : rows * columns;
      Rational step = x.parameters().step(0).divide(Rational.of(count));
      steps.add(step);
      rules.add(Requantization.exact(step.divide(y.step(0)), y));
    }
    boolean uniform = steps.stream().distinct().count() == 1;
    Shape shape = uniform ? Shape.SCALAR : Shape.of(window.outH(), window.outW());
    planes.finish(
        site,
        Requantization.of(
            value,
            new RationalTensor(shape, uniform ? steps.subList(0, 1) : steps),
            shape,
            uniform ? rules.subList(0, 1) : rules,
            y),
        y.type(),
        y.grid());
  }

  private static int covered(int at, int stride, int before, int kernel, int extent) {
    int from = at * stride - before;
    return Math.min(from + kernel, extent) - Math.max(from, 0);
  }
}
