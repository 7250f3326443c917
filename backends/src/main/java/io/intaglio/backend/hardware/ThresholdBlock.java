package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// A comparison a step, counted by a tree of adders, times step plus base. Equal thresholds share a
/// comparison; steps that always or never happen cost nothing.
final class ThresholdBlock {
  private ThresholdBlock() {}

  static Block of(Threshold op, Shape shape) {
    Shape parameters = op.parameterShape();
    int[] index = parameters.broadcastIndex(shape);
    int[] directionIndex = op.direction().shape().broadcastIndex(parameters);
    return Elementwise.unary(
        Positions.vectors(shape),
        Positions.perChannel(parameters),
        (netlist, element, x) -> {
          int at = index[element];
          boolean rising = op.direction().at(directionIndex[at]) > 0;
          return steps(op, netlist, x, row(op.thresholds(), at, op.count()), rising);
        });
  }

  private static long[] row(IntTensor thresholds, int row, int count) {
    long[] values = new long[count];
    Arrays.setAll(values, k -> thresholds.at(row * count + k));
    Arrays.sort(values);
    return values;
  }

  private static int steps(Threshold op, Netlist netlist, int x, long[] sorted, boolean rising) {
    int[] bits = new int[sorted.length];
    long[] ones = new long[sorted.length];
    long always = 0;
    for (int k = 0; k < sorted.length; k++) {
      bits[k] = rising ? netlist.atLeast(x, sorted[k]) : netlist.atMost(x, sorted[k]);
      boolean known = netlist.isLiteral(bits[k]);
      always += known ? netlist.lo(bits[k]) : 0;
      ones[k] = known ? 0 : 1;
    }
    int count = new AdderTree(netlist).sum(bits, ones, 0);
    long offset = Math.addExact(op.base(), Math.multiplyExact(op.step(), always));
    return new AdderTree(netlist).scaled(count, op.step(), offset);
  }
}
