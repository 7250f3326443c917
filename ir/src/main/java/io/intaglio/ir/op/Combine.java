package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = clamp(((Σ_i x_i·m_i + b) >> s) + z, lo, hi)`: several inputs of one shape at one rounding,
/// as at residual additions. `>>` is the arithmetic shift, a floor division by `2^s`.
///
/// `m` has one row an input: shape `[inputs, …]`, each row broadcasting like the rest.
public record Combine(
    List<Ref> inputs,
    IntTensor m,
    IntTensor b,
    IntTensor s,
    IntTensor z,
    IntTensor lo,
    IntTensor hi)
    implements Op {
  public Combine {
    inputs = List.copyOf(inputs);
    Checks.require(!inputs.isEmpty(), "Combine of nothing");
    Checks.require(
        m.shape().rank() >= 1 && m.shape().dim(0) == inputs.size(),
        "Combine: m needs one row an input, has shape " + m.shape());
    Checks.require(s.min() >= 0 && s.max() <= 62, "Combine: shift outside 0..62");
  }

  @Override
  public List<Ref> operands() {
    return inputs;
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    for (Shape other : operands) {
      Checks.require(other.equals(in), "Combine of shapes " + operands);
    }
    Checks.require(
        m.shape().dropFirst().broadcastsTo(in), "Combine: rows of m do not broadcast to " + in);
    Checks.parameter("Combine", "b", b, in);
    Checks.parameter("Combine", "s", s, in);
    Checks.parameter("Combine", "z", z, in);
    Checks.parameter("Combine", "lo", lo, in);
    Checks.parameter("Combine", "hi", hi, in);
    return in;
  }
}
