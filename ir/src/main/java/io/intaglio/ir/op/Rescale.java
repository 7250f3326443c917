package io.intaglio.ir.op;

import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = clamp(R((x·m + b) / 2^s) + z, lo, hi)`, elementwise; `m, b, s, z, lo, hi` broadcast to `x`
/// from the right and `m` may be negative.
///
/// `R` is `rounding`. With `FLOOR` (an arithmetic shift) `b` carries the rounding constant: half up
/// is `b += 2^(s−1)`. The other modes are for rules that no `b` expresses, such as ties to even.
public record Rescale(
    Ref x,
    IntTensor m,
    IntTensor b,
    IntTensor s,
    IntTensor z,
    IntTensor lo,
    IntTensor hi,
    Rounding rounding)
    implements Op {
  public Rescale {
    Checks.require(s.min() >= 0 && s.max() <= 62, "Rescale: shift outside 0..62");
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.parameter("Rescale", "m", m, in);
    Checks.parameter("Rescale", "b", b, in);
    Checks.parameter("Rescale", "s", s, in);
    Checks.parameter("Rescale", "z", z, in);
    Checks.parameter("Rescale", "lo", lo, in);
    Checks.parameter("Rescale", "hi", hi, in);
    return in;
  }
}
