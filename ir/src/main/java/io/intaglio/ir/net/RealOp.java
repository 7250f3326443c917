package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import java.util.List;

/// An operator of a [Network]: exact reals in, exact reals out, in the model's own layout (ONNX:
/// `[N, C, …]`), batch axis of extent 1 first. Constants are [RealParameter] nodes.
public sealed interface RealOp
    permits RealAdd,
        RealArgMax,
        RealAveragePool,
        RealBatchMatMul,
        RealBatchNorm,
        RealBipolar,
        RealClip,
        RealConcat,
        RealConv,
        RealDivide,
        RealFloat32Add,
        RealFloat32AveragePool,
        RealGather,
        RealGemmlowpSoftmax,
        RealInt16Softmax,
        RealLeakyRelu,
        RealLookup,
        RealMatMul,
        RealMaxPool,
        RealMultiply,
        RealPad,
        RealParameter,
        RealQuantize,
        RealReduceSum,
        RealRelu,
        RealRequantize,
        RealReshape,
        RealRoundedSoftmax,
        RealSlice,
        RealSoftmax,
        RealSteps,
        RealSubtract,
        RealTableSoftmax,
        RealTranspose,
        RealTruncate,
        RealUnary,
        RealWrapQuantize {
  /// The values this reads, in order.
  List<Ref> operands();
}
