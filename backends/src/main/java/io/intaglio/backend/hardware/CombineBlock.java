package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Combine;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// Several operands summed with constant factors at one rounding.
final class CombineBlock {
  private CombineBlock() {}

  static Block of(Combine op, Shape shape) {
    int inputs = op.inputs().size();
    int[][] vectors = Positions.vectors(shape);
    int[] identity = new int[shape.size()];
    Arrays.setAll(identity, i -> i);
    int[][] index = new int[inputs][];
    int[] offsets = new int[inputs];
    Parameter[] m = new Parameter[inputs];
    for (int j = 0; j < inputs; j++) {
      index[j] = identity;
      offsets[j] = j * identity.length;
      m[j] = new Parameter(row(op.m(), j), shape);
    }
    Parameter b = new Parameter(op.b(), shape);
    Parameter s = new Parameter(op.s(), shape);
    Parameter z = new Parameter(op.z(), shape);
    Parameter lo = new Parameter(op.lo(), shape);
    Parameter hi = new Parameter(op.hi(), shape);
    return Elementwise.nary(
        Positions.sideBySide(vectors, index, offsets),
        vectors,
        inputs,
        Positions.perChannel(row(op.m(), 0), op.b(), op.s(), op.z(), op.lo(), op.hi()),
        (netlist, element, operands) ->
            new Requantization(
                    Arrays.stream(m).mapToLong(factor -> factor.at(element)).toArray(),
                    b.at(element),
                    (int) s.at(element),
                    z.at(element),
                    lo.at(element),
                    hi.at(element),
                    Rounding.FLOOR)
                .build(netlist, operands));
  }

  private static IntTensor row(IntTensor m, int row) {
    Shape shape = m.shape().dropFirst();
    int size = shape.size();
    long[] all = m.toArray();
    return IntTensor.of(shape, Arrays.copyOfRange(all, row * size, (row + 1) * size));
  }
}
