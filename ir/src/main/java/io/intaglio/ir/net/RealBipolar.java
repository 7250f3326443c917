package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// `+scale` if `x >= 0`, else `−scale`: QONNX BipolarQuant, and Quant of one signed bit.
public record RealBipolar(Ref x, RealTensor scale) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
