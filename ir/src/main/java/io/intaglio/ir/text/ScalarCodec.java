package io.intaglio.ir.text;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A codec that needs nothing but the value to write it.
///
/// @param reader gives nothing for a tree of the wrong kind
record ScalarCodec<T>(
    String expected, Function<T, Syntax> writer, BiFunction<Syntax, Reading, Optional<T>> reader)
    implements Codec<T> {
  Syntax write(T value) {
    return writer.apply(value);
  }

  @Override
  public Syntax write(T value, Writing out) {
    return writer.apply(value);
  }

  @Override
  public T read(Syntax node, Reading in) {
    return reader.apply(node, in).orElseThrow(() -> mismatch(node, in));
  }
}
