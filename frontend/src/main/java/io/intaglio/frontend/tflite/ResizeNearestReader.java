package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ResizeNearestNeighborOptions;

/// RESIZE_NEAREST_NEIGHBOR of `[1, H, W, C]`: rows and columns chosen in float32; codes are copied.
///
/// Source: tensorflow/lite/kernels/internal/reference/resize_nearest_neighbor.h.
final class ResizeNearestReader implements OperatorReader {
  private record Options(boolean alignCorners, boolean halfPixelCenters) {
    int nearest(int at, int input, int output) {
      float scale =
          alignCorners && output > 1 ? (input - 1) / (float) (output - 1) : input / (float) output;
      float place = (at + (halfPixelCenters ? 0.5f : 0f)) * scale;
      double index = alignCorners ? Math.floor((double) place + 0.5) : Math.floor(place);
      return (int) Math.min(index, input - 1);
    }

    List<Integer> indices(int input, int output) {
      List<Integer> indices = new ArrayList<>();
      for (int i = 0; i < output; i++) {
        indices.add(nearest(i, input, output));
      }
      return indices;
    }
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 2);
    FlatTensor x = site.input(0, ActivationTypes.all());
    FlatTensor y = site.output(x.type());
    site.demandSameGrid(x);
    Options options =
        site.options(
            BuiltinOptions.ResizeNearestNeighborOptions,
            operator -> {
              ResizeNearestNeighborOptions table =
                  (ResizeNearestNeighborOptions)
                      operator.builtinOptions(new ResizeNearestNeighborOptions());
              return table == null
                  ? null
                  : new Options(table.alignCorners(), table.halfPixelCenters());
            });
    Shape planes = ShapeRules.resized(site, x, y);
    Ref rows =
        site.beside(
            "rows",
            planes,
            new RealGather(site.operand(x), 1, options.indices(x.shape().dim(1), planes.dim(1))));
    site.result(new RealGather(rows, 2, options.indices(x.shape().dim(2), y.shape().dim(2))));
  }
}
