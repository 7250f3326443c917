package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Convolutions as [LinearRange]s over their windows.
final class ConvolutionRange {
  private ConvolutionRange() {}

  static Range of(Conv2d op, Value x) {
    Shape out = op.shape(List.of(x.shape()));
    // A range of one interval a channel or fewer is the same in every window.
    boolean sameWindows = x.range().shape().rank() <= 1;
    int rows = sameWindows ? Math.min(out.dim(0), 1) : out.dim(0);
    int columns = sameWindows ? Math.min(out.dim(1), 1) : out.dim(1);
    int outputs = out.dim(2);
    int perGroup = outputs / op.groups();
    LinearRange linear = new LinearRange(op.weights(), op.bias(), op.productShift());
    Range ranges = Lattices.full(x);
    Lattices result =
        new Lattices(sameWindows ? Shape.of(outputs) : Shape.of(rows, columns, outputs));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int g = 0; g < op.groups(); g++) {
          int[] window = window(op, x.shape(), i, j, g);
          Lattice[] sums = linear.over(ranges, window, g * perGroup, (g + 1) * perGroup);
          for (int o = 0; o < perGroup; o++) {
            result.set((i * columns + j) * outputs + g * perGroup + o, sums[o]);
          }
        }
      }
    }
    return result.toRange();
  }

  /// Flat indices of the inputs of output position `[i, j]` in one group, in the order of weights.
  private static int[] window(Conv2d op, Shape in, int i, int j, int group) {
    int width = in.dim(1);
    int channels = in.dim(2);
    int depth = channels / op.groups();
    int[] window = new int[op.kernelH() * op.kernelW() * depth];
    int k = 0;
    for (int u = 0; u < op.kernelH(); u++) {
      for (int v = 0; v < op.kernelW(); v++) {
        int row = i * op.strideH() + u * op.dilationH();
        int column = j * op.strideW() + v * op.dilationW();
        int at = (row * width + column) * channels + group * depth;
        for (int c = 0; c < depth; c++) {
          window[k++] = at + c;
        }
      }
    }
    return window;
  }
}
