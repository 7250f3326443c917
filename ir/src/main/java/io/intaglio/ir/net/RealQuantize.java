package io.intaglio.ir.net;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import java.util.List;

/// `(R(clamp(x/scale + zeroPoint, lo, hi)) − zeroPoint)·scale`: QONNX's Quant (IntQuant).
/// Bounds are integers, so whether the clamp stands before or after the rounding is all the
/// same.
///
/// Parameters broadcast to `x` in the manner of NumPy. `scale` is positive.
public record RealQuantize(
    Ref x, FloatTensor scale, FloatTensor zeroPoint, IntTensor lo, IntTensor hi, Rounding rounding)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
