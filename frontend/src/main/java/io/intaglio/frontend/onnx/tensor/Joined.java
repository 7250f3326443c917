package io.intaglio.frontend.onnx.tensor;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Concatenation of constants.
final class Joined {
  private Joined() {}

  static ConstantTensor concat(List<ConstantTensor> parts, int axis, Shape to) {
    boolean quantized = parts.stream().allMatch(ConstantTensor.Quantized.class::isInstance);
    ElementType type = parts.get(0).type();
    if (quantized) {
      return quantized(parts, axis, to);
    }
    if (!type.isFloat()) {
      long[] values = new long[to.size()];
      place(parts, axis, to, (part, from, at) -> values[at] = integers(part).at(from));
      return new ConstantTensor.Integers(IntTensor.of(to, values), type);
    }
    double[] values = new double[to.size()];
    place(parts, axis, to, (part, from, at) -> values[at] = part.real(from));
    return ConstantTensor.Reals.of(to, type, values);
  }

  private static IntTensor integers(ConstantTensor part) {
    return ((ConstantTensor.Integers) part).values();
  }

  private static ConstantTensor quantized(List<ConstantTensor> parts, int axis, Shape to) {
    long[] codes = new long[to.size()];
    double[] steps = new double[codes.length];
    double[] zeros = new double[codes.length];
    FloatType stepType = FloatType.FLOAT32;
    FloatType zeroType = FloatType.FLOAT32;
    for (ConstantTensor part : parts) {
      ConstantTensor.Quantized q = (ConstantTensor.Quantized) part;
      stepType = stepType.promote(q.step().type());
      zeroType = zeroType.promote(q.zeroPoint().type());
    }
    place(
        parts,
        axis,
        to,
        (part, from, at) -> {
          ConstantTensor.Quantized q = (ConstantTensor.Quantized) part;
          codes[at] = q.codes().at(from);
          steps[at] = Spread.at(q.step(), q.shape(), from);
          zeros[at] = Spread.at(q.zeroPoint(), q.shape(), from);
        });
    return new ConstantTensor.Quantized(
        IntTensor.of(to, codes),
        Spread.collapse(FloatTensor.of(to, stepType, steps)),
        Spread.collapse(FloatTensor.of(to, zeroType, zeros)));
  }

  private interface Placing {
    void place(ConstantTensor part, int from, int at);
  }

  private static void place(List<ConstantTensor> parts, int axis, Shape to, Placing placing) {
    int[] strides = to.strides();
    int offset = 0;
    for (ConstantTensor part : parts) {
      int[] at = part.shape().gather(offset * strides[axis], strides);
      for (int from = 0; from < at.length; from++) {
        placing.place(part, from, at[from]);
      }
      offset += part.shape().dim(axis);
    }
  }
}
