package io.intaglio.ir.text;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// A family of records: the word of the construct is the record's simple name, which need only be
/// unique in its family.
final class SealedCodec<T> implements Codec<T> {
  private final Class<T> family;
  private final Map<String, Codec<? extends T>> members = new LinkedHashMap<>();
  private final Map<Class<?>, Codec<? extends T>> byClass = new HashMap<>();

  SealedCodec(Class<T> family) {
    this.family = family;
    for (Class<?> member : family.getPermittedSubclasses()) {
      Class<? extends T> type = member.asSubclass(family);
      if (members.put(type.getSimpleName(), Codecs.of(type)) != null) {
        throw new IllegalArgumentException("two records named " + type.getSimpleName());
      }
      byClass.put(type, Codecs.of(type));
    }
  }

  @Override
  public Syntax write(T value, Writing out) {
    return write(byClass.get(value.getClass()), value, out);
  }

  @SuppressWarnings("unchecked")
  private static <R> Syntax write(Codec<R> codec, Object value, Writing out) {
    // The codec was found under the value's own class.
    return codec.write((R) value, out);
  }

  @Override
  public T read(Syntax node, Reading in) {
    if (!(node instanceof Syntax.Construct construct)) {
      throw mismatch(node, in);
    }
    Codec<? extends T> codec = members.get(construct.word());
    if (codec == null) {
      throw in.refusal(
          node.place(),
          "'" + Codec.shorten(construct.word()) + "' is no " + family.getSimpleName(),
          "known are " + String.join(", ", members.keySet()));
    }
    return codec.read(node, in);
  }

  @Override
  public String expected() {
    return "one of " + String.join(", ", members.keySet());
  }
}
