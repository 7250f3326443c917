package io.intaglio.ir.op;

import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Softmax along the innermost axis in gemmlowp's fixed point: integers of 32 bits that stand for
/// `v/2^f`, written `Qk.f` with `k + f = 31`.
///
/// `h(a, b)` is `a·b/2^31` rounded half up, `d(a, n)` is `a/2^n` rounded half away from zero,
/// `u(a, n)` is `a·2^n` clamped to 32 bits. In each row let `M = max_j x[…,j]`, and for each `i`
/// with `x[…,i] − M >= diffMin` let `e_i = exp(h((x[…,i] − M)·2^leftShift, multiplier))`; elsewhere
/// `y[…,i]` is the least code of `type`, and `e_i` counts as 0 below.
///
/// `exp` goes from Q5.26 to Q0.31: `exp(0) = 2^31 − 1`; else with `r = (a mod 2^24) − 2^24`,
/// `t = u(r, 5) + 2^28`, `p = h(t, t)`, `q = h(p, t)`, `w = h(d(h(p, p), 2) + q, 715827883) + p`
/// the result starts as `1895147668 + h(1895147668, t + d(w, 1))`, and for each `k` in 0..6 for
/// which bit `24 + k` of `r − a` is set it becomes `h(result, c_k)` with `c` = 1672461947,
/// 1302514674, 790015084, 290630308, 39332535, 720401, 242.
///
/// With `S = Σ_i d(e_i, 12)` and `z` the number of leading zeros of `S` as 32 bits, the reciprocal
/// is `R = u(v_3, 1)` with `b = S·2^(z−1)`, `v_0 = 1515870810 + h(b, −1010580540)` and
/// `v_{n+1} = v_n + u(h(v_n, 2^29 − h(b, v_n)), 2)`. Then
/// `y[…,i] = clamp(d(h(R, e_i), 43 − z − B) + min)` for a `type` of `B` bits whose least code is
/// `min`.
public record GemmlowpSoftmax(Ref x, int multiplier, int leftShift, int diffMin, IntType type)
    implements Op {
  /// Elements of a row: so many ones fit the sum.
  public static final int MAX_ROW = 4095;

  public GemmlowpSoftmax {
    Checks.require(multiplier > 0, "GemmlowpSoftmax: multiplier " + multiplier);
    Checks.require(leftShift >= 0 && leftShift <= 30, "GemmlowpSoftmax: shift " + leftShift);
    Checks.require(
        diffMin <= 0 && -((long) diffMin) << leftShift <= 1L << 31,
        "GemmlowpSoftmax: differences down to " + diffMin + " shifted by " + leftShift);
    Checks.require(type.bits() == 8 || type.bits() == 16, "GemmlowpSoftmax: codes of " + type);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(
        in.rank() >= 1 && in.channels() >= 1 && in.channels() <= MAX_ROW,
        "GemmlowpSoftmax over " + in);
    return in;
  }
}
