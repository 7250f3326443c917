package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Dense;
import io.intaglio.ir.type.Shape;

/// A kernel of one vector of inputs to one of outputs.
final class DenseBlock {
  private DenseBlock() {}

  static Block of(Dense op, Shape in, Shape out) {
    return new Block(
        Positions.vectors(in),
        Positions.vectors(out),
        true,
        (netlist, position, inputs) -> cells(op, netlist, inputs));
  }

  private static int[] cells(Dense op, Netlist netlist, int[] inputs) {
    int[] results = new int[op.outputs()];
    Products products = new Products(netlist, op.productShift());
    for (int o = 0; o < results.length; o++) {
      netlist.label("y" + o);
      long[] weights = new long[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        weights[i] = op.weights().at(o * inputs.length + i);
      }
      results[o] = products.weightedSum(inputs, weights, op.bias().at(o));
    }
    return results;
  }
}
