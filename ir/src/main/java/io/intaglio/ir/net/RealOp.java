package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// An operator of a [Network]: exact reals in, exact reals out, in the model's own layout (ONNX:
/// `[N, C, …]`), batch axis of extent 1 first. Constants are [RealParameter] nodes.
public sealed interface RealOp
    permits RealAdd,
        RealArgMax,
        RealAveragePool,
        RealBatchNorm,
        RealBipolar,
        RealConcat,
        RealConv,
        RealDivide,
        RealLeakyRelu,
        RealMatMul,
        RealMaxPool,
        RealMultiply,
        RealPad,
        RealParameter,
        RealQuantize,
        RealRelu,
        RealRequantize,
        RealReshape,
        RealSlice,
        RealSoftmax,
        RealSubtract,
        RealTranspose,
        RealTruncate {
  /// The values this reads, in order.
  List<Ref> operands();
}
