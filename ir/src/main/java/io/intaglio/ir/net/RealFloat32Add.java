package io.intaglio.ir.net;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// The sum of two code tensors `q_a`, `q_b` with two fused multiply-adds in float32:
/// `saturate(RNE(fma(q_a, ratioA, fma(q_b, ratioB, offset))))`. Operands are
/// `(q_a − zeroA)·stepA` and `(q_b − zeroB)·stepB`, the result `(code − zeroPoint)·step`; either
/// operand may broadcast.
///
/// Source: onnxruntime/core/mlas/lib/qladd.cpp, `MlasQLinearAdd` on x86-64.
public record RealFloat32Add(
    Ref a,
    Ref b,
    Rational stepA,
    long zeroA,
    Rational stepB,
    long zeroB,
    float ratioA,
    float ratioB,
    float offset,
    IntType type,
    Rational step,
    long zeroPoint)
    implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(a, b);
  }
}
