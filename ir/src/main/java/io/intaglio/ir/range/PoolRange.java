package io.intaglio.ir.range;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.function.Function;

/// Maxima and sums over windows.
final class PoolRange {
  private PoolRange() {}

  static Range max(MaxPool op, Value x) {
    Shape out = op.shape(List.of(x.shape()));
    Windows windows = new Windows(op.kernelH(), op.kernelW(), op.strideH(), op.strideW());
    return windows.reduce(x, out, PoolRange::greatest);
  }

  static Range sum(SumPool op, Value x) {
    Shape out = op.shape(List.of(x.shape()));
    Windows windows = new Windows(op.kernelH(), op.kernelW(), op.strideH(), op.strideW());
    return windows.reduce(x, out, PoolRange::total);
  }

  private static Lattice total(Lattice[] window) {
    Lattice sum = Lattice.constant(0);
    for (Lattice element : window) {
      sum = sum.plus(element);
    }
    return sum;
  }

  /// The maximum is at least the greatest lower bound; from there on it takes any value that any
  /// element takes.
  private static Lattice greatest(Lattice[] window) {
    long floor = Long.MIN_VALUE;
    for (Lattice element : window) {
      floor = Math.max(floor, element.lo());
    }
    Lattice values = Lattice.constant(floor);
    for (Lattice element : window) {
      if (element.hi() >= floor) {
        values = values.union(new Lattice(element.ceiling(floor), element.hi(), element.stride()));
      }
    }
    return values;
  }

  private record Windows(int kernelH, int kernelW, int strideH, int strideW) {
    Range reduce(Value x, Shape out, Function<Lattice[], Lattice> reduction) {
      // A range of one interval a channel or fewer is the same in every window.
      boolean same = x.range().shape().rank() <= 1;
      int rows = same ? Math.min(out.dim(0), 1) : out.dim(0);
      int columns = same ? Math.min(out.dim(1), 1) : out.dim(1);
      int channels = out.dim(2);
      Range in = Lattices.full(x);
      Lattices result = new Lattices(same ? Shape.of(channels) : Shape.of(rows, columns, channels));
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          for (int c = 0; c < channels; c++) {
            Lattice value = reduction.apply(window(in, x.shape(), i, j, c));
            result.set((i * columns + j) * channels + c, value);
          }
        }
      }
      return result.toRange();
    }

    private Lattice[] window(Range in, Shape shape, int i, int j, int c) {
      Lattice[] window = new Lattice[kernelH * kernelW];
      for (int u = 0; u < kernelH; u++) {
        for (int v = 0; v < kernelW; v++) {
          int row = i * strideH + u;
          int column = j * strideW + v;
          int at = (row * shape.dim(1) + column) * shape.dim(2) + c;
          window[u * kernelW + v] = Lattice.of(in, at);
        }
      }
      return window;
    }
  }
}
