package io.intaglio.ir.text;

import io.intaglio.ir.real.Surd;

/// A rational as such; else `Surd {p = …, r = …, d = …}`.
final class SurdCodec implements Codec<Surd> {
  private final Codec<Surd> form = new RecordCodec<>(Surd.class);

  @Override
  public Syntax write(Surd value, Writing out) {
    return value.isRational() ? ScalarCodecs.RATIONAL.write(value.p()) : form.write(value, out);
  }

  @Override
  public Surd read(Syntax node, Reading in) {
    return node instanceof Syntax.Numeral
        ? Surd.of(ScalarCodecs.RATIONAL.read(node, in))
        : form.read(node, in);
  }

  @Override
  public String expected() {
    return "a rational, or Surd {p, r, d} for p + r·√d";
  }
}
