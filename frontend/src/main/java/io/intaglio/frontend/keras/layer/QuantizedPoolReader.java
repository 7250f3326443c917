package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.quantizer.WeightQuantizer;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;

/// QAveragePooling2D and QGlobalAveragePooling2D: the sum times the quantized reciprocal of the
/// area, `Σ·Q(fl32(1/area))`, which is not the mean.
///
/// Source: qkeras/qpooling.py.
final class QuantizedPoolReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    site.demandChannelsLast();
    Ref x = site.x();
    site.demandRank(x, 4);
    boolean global = site.kind().startsWith("QGlobal");
    if (!global && !site.text("padding", "valid").equals("valid")) {
      throw site.form(site.kind() + " with padding", "use the padding valid");
    }
    Shape shape = site.shape(x);
    int[] window = global ? new int[] {shape.dim(1), shape.dim(2)} : site.positives("pool_size", 2);
    int area = Math.multiplyExact(window[0], window[1]);
    Ref mean =
        global
            ? GlobalPoolReader.pool(site, x, false)
            : Images.leave(site, PoolReader.pool(site, x, 2, false), 4);
    FloatTensor share = FloatTensor.of(Shape.of(1), FloatType.FLOAT32, 1f / area);
    Rational reciprocal = WeightQuantizer.quantize(site, share, "average_quantizer", false).at(0);
    Ref y = site.scaled("scaled", mean, reciprocal.multiply(Rational.of(area)));
    return Activations.apply(site, y);
  }
}
