package io.intaglio.ir.text;

import java.util.Optional;

/// What may be absent: `none`, or the value itself.
record OptionalCodec<T>(Codec<T> element) implements Codec<Optional<T>> {
  private static final String NONE = "none";

  @Override
  public Syntax write(Optional<T> value, Writing out) {
    return value.map(v -> element.write(v, out)).orElse(Syntax.Construct.word(NONE));
  }

  @Override
  public Optional<T> read(Syntax node, Reading in) {
    boolean none = ScalarCodecs.word(node).filter(NONE::equals).isPresent();
    return none ? Optional.empty() : Optional.of(element.read(node, in));
  }

  @Override
  public String expected() {
    return "none, or " + element.expected();
  }
}
