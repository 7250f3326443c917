package io.intaglio.ir.net;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// Softmax of codes along the last axis by a table of float32 exponentials, as runtimes compute it
/// for 8-bit tensors. `x` is `(q − inputZeroPoint)·inputStep`. With `m` the greatest `q` of a row,
/// `e_i = table[255 − m + q_i]`, and `S` the float32 sum of the `e_i` in the order of indices, the
/// code of the result is, in float32:
///
/// - `TFLITE`: `clamp(R(e_i·r) + zeroPoint)` with `r = 1/(S·scale)` and `R` half away from zero
///   (tensorflow/lite/kernels/internal/optimized/optimized_ops.h, `Softmax`),
/// - `ONNX_RUNTIME`: `min(R((e_i/S)·scale) + zeroPoint, max)` with `R` half to even
///   (onnxruntime/contrib_ops/cpu/quantization/qlinear_softmax.cc).
///
/// Its real value is `(code − zeroPoint)·step`.
///
/// @param table 256 numbers
public record RealTableSoftmax(
    Ref x,
    Rational inputStep,
    long inputZeroPoint,
    FloatTensor table,
    TableSoftmax.Variant variant,
    float scale,
    IntType type,
    Rational step,
    long zeroPoint)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
