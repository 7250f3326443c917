package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.TensorType;

/// PAD with the code of zero and PADV2 with the code of a constant, by constant widths.
///
/// Source: tensorflow/lite/kernels/pad.cc.
final class PadReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 3);
    FlatTensor x = site.quantizedInput(0);
    FlatTensor y = site.quantizedOutput();
    site.demandSameGrid(x);
    FlatTensor widths = site.input(1, TensorType.INT32, TensorType.INT64);
    int rank = x.shape().rank();
    if (!widths.shape().equals(Shape.of(rank, 2))) {
      throw site.refused(
          Code.IMP_SHAPE, "widths of " + widths.shape() + " for " + x.shape(), "convert it again");
    }
    long[] codes = site.codes(widths);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    boolean fits = y.shape().rank() == rank;
    for (int axis = 0; fits && axis < rank; axis++) {
      long low = codes[2 * axis];
      long high = codes[2 * axis + 1];
      fits = low >= 0 && high >= 0 && low <= y.shape().dim(axis) && high <= y.shape().dim(axis);
      fits &= low + x.shape().dim(axis) + high == y.shape().dim(axis);
      fits &= axis > 0 || low + high == 0;
      before.add((int) low);
      after.add((int) high);
    }
    if (!fits) {
      throw site.refused(
          Code.IMP_SHAPE,
          x.shape() + " padded to " + y.shape(),
          "pad axes of the sample by no negative widths");
    }
    site.result(new RealPad(site.value(x), before, after, value(site, x)));
  }

  private static Rational value(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    if (!site.has(2)) {
      return Rational.ZERO;
    }
    FlatTensor value = site.quantizedInput(2);
    if (value.shape().elements() != 1 || !site.sameGrid(x, value)) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "the value of '" + value.name() + "' has another scale",
          "give it the quantization of the input");
    }
    Quantization q = site.perTensor(x);
    return q.step().multiply(Rational.of(site.codes(value)[0] - q.zeroPoint()));
  }
}
