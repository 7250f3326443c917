package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;

/// Which elements the positions of an operator read and write.
final class Positions {
  private Positions() {}

  /// Vectors along the innermost axis, one a position.
  static int[][] vectors(Shape shape) {
    int length = shape.channels();
    int count = length == 0 ? 0 : shape.size() / length;
    int[][] vectors = new int[count][length];
    for (int p = 0; p < count; p++) {
      for (int c = 0; c < length; c++) {
        vectors[p][c] = p * length + c;
      }
    }
    return vectors;
  }

  /// Several operands of one shape side by side: element `i` of operand `j` becomes
  /// `j·size + index[j][i]`.
  static int[][] sideBySide(int[][] vectors, int[][] index, int[] offsets) {
    int[][] reads = new int[vectors.length][];
    for (int p = 0; p < reads.length; p++) {
      int length = vectors[p].length;
      reads[p] = new int[length * index.length];
      for (int j = 0; j < index.length; j++) {
        for (int c = 0; c < length; c++) {
          reads[p][j * length + c] = offsets[j] + index[j][vectors[p][c]];
        }
      }
    }
    return reads;
  }

  /// Windows of a convolution over `[H, W, C]`, ordered `[u, v, c]`.
  static int[][] windows(Shape in, Conv2d op) {
    return windows(
        in,
        new int[] {op.kernelH(), op.kernelW()},
        new int[] {op.strideH(), op.strideW()},
        new int[] {op.dilationH(), op.dilationW()});
  }

  /// Windows over `[H, W, C]`, ordered `[u, v, c]`; pairs are (height, width).
  static int[][] windows(Shape in, int[] kernel, int[] stride, int[] dilation) {
    int channels = in.dim(2);
    int rows = (in.dim(0) - (kernel[0] - 1) * dilation[0] - 1) / stride[0] + 1;
    int columns = (in.dim(1) - (kernel[1] - 1) * dilation[1] - 1) / stride[1] + 1;
    Shape window = Shape.of(kernel[0], kernel[1], channels);
    int row = in.dim(1) * channels;
    int[] step = {dilation[0] * row, dilation[1] * channels, 1};
    int[][] reads = new int[rows * columns][];
    for (int p = 0; p < reads.length; p++) {
      int corner = p / columns * stride[0] * row + p % columns * stride[1] * channels;
      reads[p] = window.gather(corner, step);
    }
    return reads;
  }

  /// Whether parameters of this shape are the same at every vector along the innermost axis.
  static boolean perChannel(Shape parameter) {
    for (int axis = 0; axis < parameter.rank() - 1; axis++) {
      if (parameter.dim(axis) != 1) {
        return false;
      }
    }
    return true;
  }

  static boolean perChannel(IntTensor... parameters) {
    for (IntTensor parameter : parameters) {
      if (!perChannel(parameter.shape())) {
        return false;
      }
    }
    return true;
  }
}
