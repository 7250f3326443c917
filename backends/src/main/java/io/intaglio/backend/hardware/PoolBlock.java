package io.intaglio.backend.hardware;

import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// The greatest element or the sum of each channel of a window.
final class PoolBlock {
  private PoolBlock() {}

  static Block of(MaxPool op, Shape in, Shape out) {
    int[] kernel = {op.kernelH(), op.kernelW()};
    int[] stride = {op.strideH(), op.strideW()};
    return over(in, out, kernel, stride, PoolBlock::greatest);
  }

  static Block of(SumPool op, Shape in, Shape out) {
    int[] kernel = {op.kernelH(), op.kernelW()};
    int[] stride = {op.strideH(), op.strideW()};
    return over(in, out, kernel, stride, PoolBlock::sum);
  }

  /// Builds one channel from its elements of the window.
  @FunctionalInterface
  private interface Reduction {
    int build(Netlist netlist, int[] cells);
  }

  private static Block over(Shape in, Shape out, int[] kernel, int[] stride, Reduction reduction) {
    int channels = in.channels();
    int taps = kernel[0] * kernel[1];
    return new Block(
        Positions.windows(in, kernel, stride, new int[] {1, 1}),
        Positions.vectors(out),
        true,
        (netlist, position, window) -> {
          int[] results = new int[channels];
          for (int c = 0; c < channels; c++) {
            int[] cells = new int[taps];
            for (int t = 0; t < taps; t++) {
              cells[t] = window[t * channels + c];
            }
            netlist.label("y" + c);
            results[c] = reduction.build(netlist, cells);
          }
          return results;
        });
  }

  private static int sum(Netlist netlist, int[] cells) {
    long[] ones = new long[cells.length];
    Arrays.fill(ones, 1);
    return new AdderTree(netlist).sum(cells, ones, 0);
  }

  private static int greatest(Netlist netlist, int[] cells) {
    int[] round = cells;
    while (round.length > 1) {
      int[] next = new int[(round.length + 1) / 2];
      for (int i = 0; i < next.length; i++) {
        boolean pair = 2 * i + 1 < round.length;
        next[i] = pair ? netlist.max(round[2 * i], round[2 * i + 1]) : round[2 * i];
      }
      round = next;
    }
    return round[0];
  }
}
