package io.intaglio.ir.text;

import java.util.Arrays;
import java.util.List;

/// Constants of an enum by their names.
record EnumCodec<E extends Enum<E>>(Class<E> type) implements Codec<E> {
  @Override
  public Syntax write(E value, Writing out) {
    return Syntax.Construct.word(value.name());
  }

  @Override
  public E read(Syntax node, Reading in) {
    String word = ScalarCodecs.word(node).orElseThrow(() -> mismatch(node, in));
    return constants().stream()
        .filter(constant -> constant.name().equals(word))
        .findFirst()
        .orElseThrow(() -> mismatch(node, in));
  }

  private List<E> constants() {
    return Arrays.asList(type.getEnumConstants());
  }

  @Override
  public String expected() {
    return "one of " + constants();
  }
}
