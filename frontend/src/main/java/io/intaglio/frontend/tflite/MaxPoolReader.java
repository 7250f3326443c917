package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;

/// MAX_POOL_2D: the greatest code of a window, within the bounds of the fused activation.
///
/// Source: tensorflow/lite/kernels/internal/reference/integer_ops/pooling.h `MaxPool`.
final class MaxPoolReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.quantizedInput(0);
    FlatTensor y = site.quantizedOutput();
    PoolOptions options = site.options(BuiltinOptions.Pool2DOptions, PoolOptions::of);
    PoolOptions.Windows windows = options.windows(site, x);
    IntType type = site.codeType(y);
    CodeBounds bounds =
        Delegation.takes(site, x, y) && options.delegated()
            ? site.bounds(options.activation())
            : site.builtinBounds(options.activation());
    RealMaxPool pool =
        new RealMaxPool(
            Axes.channelSecond(site, "image", site.value(x), x.shape()),
            options.kernelH(),
            options.kernelW(),
            options.strideH(),
            options.strideW(),
            windows.rows().before(),
            windows.columns().before(),
            windows.rows().after(),
            windows.columns().after());
    Ref max = site.beside("max", Axes.channelSecond(y.shape()), pool);
    if (bounds.isWholeOf(type)) {
      site.result(new RealTranspose(max, Axes.CHANNEL_LAST));
      return;
    }
    Quantization q = site.perTensor(y);
    List<ExactStep> steps = new ArrayList<>();
    steps.add(new ExactStep.Affine(Surd.ONE, Surd.of(q.zeroPoint())));
    steps.addAll(bounds.steps());
    Ref last = Axes.channelLast(site, "codes", max, y.shape());
    site.result(
        site.requantize(
            last, RationalTensor.scalar(q.step()), Shape.SCALAR, List.of(new ExactChain(steps))));
  }
}
