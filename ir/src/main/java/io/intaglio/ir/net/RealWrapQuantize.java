package io.intaglio.ir.net;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import java.util.List;

/// A fixed-point format that wraps: `code = R(x/scale) + k·(hi − lo + 1)`, the integer `k` bringing
/// it into `lo..hi`; the result is `code·scale`. `lo..hi` are the numbers of an integer type, of
/// 0 bits too. Parameters broadcast to `x` in the manner of NumPy.
///
/// Source: `ap_fixed<…, AP_WRAP>`; HGQ's FixedPointQuantizer.
public record RealWrapQuantize(
    Ref x, FloatTensor scale, IntTensor lo, IntTensor hi, Rounding rounding) implements RealOp {
  @Override
  public List<Ref> operands() {
    return List.of(x);
  }
}
