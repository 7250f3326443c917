package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.type.Shape;

/// A kernel of one window `[kernelH, kernelW, C]` to the outputs of one position.
final class ConvBlock {
  private ConvBlock() {}

  static Block of(Conv2d op, Shape in, Shape out) {
    return new Block(
        Positions.windows(in, op),
        Positions.vectors(out),
        true,
        (netlist, position, inputs) -> cells(op, netlist, inputs));
  }

  private static int[] cells(Conv2d op, Netlist netlist, int[] window) {
    int outputs = op.weights().shape().dim(0);
    int taps = op.kernelH() * op.kernelW();
    int depth = op.weights().shape().dim(3);
    int channels = depth * op.groups();
    Products products = new Products(netlist, op.productShift());
    int[] results = new int[outputs];
    for (int o = 0; o < outputs; o++) {
      netlist.label("y" + o);
      int first = o / (outputs / op.groups()) * depth;
      int[] cells = new int[taps * depth];
      long[] weights = new long[cells.length];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = window[i / depth * channels + first + i % depth];
        weights[i] = op.weights().at(o * cells.length + i);
      }
      results[o] = products.weightedSum(cells, weights, op.bias().at(o));
    }
    return results;
  }
}
