package io.intaglio.ir.text;

import java.util.ArrayList;
import java.util.List;

/// The tree of a value: what the grammar's rule `value` reads.
sealed interface Syntax {
  Place place();

  /// Anything that begins like a number; the codec of the expected type says whether it is one.
  record Numeral(String text, Place place) implements Syntax {}

  /// A quoted string, without quotes and escapes.
  record Text(String value, Place place) implements Syntax {}

  /// `%name`, without the sign and quotes.
  record Name(String value, Place place) implements Syntax {}

  /// `[a, b; 3]`: items, each with the number of times it stands there.
  record Sequence(List<Item> items, Place place) implements Syntax {
    static final Sequence EMPTY = new Sequence(List.of(), Place.NONE);

    /// Runs of equal items written once where that is shorter.
    static Sequence of(List<Syntax> values) {
      List<Item> items = new ArrayList<>();
      int start = 0;
      while (start < values.size()) {
        Syntax value = values.get(start);
        int end = start + 1;
        while (end < values.size() && values.get(end).equals(value)) {
          end++;
        }
        addRun(items, value, end - start);
        start = end;
      }
      return new Sequence(items, Place.NONE);
    }

    private static void addRun(List<Item> items, Syntax value, int count) {
      boolean compact = value instanceof Numeral ? count >= 4 : count >= 2;
      if (compact) {
        items.add(new Item(value, count));
      } else {
        for (int i = 0; i < count; i++) {
          items.add(new Item(value, 1));
        }
      }
    }
  }

  /// `Word`, `Word(arguments)`, `Word(arguments) {name = value}`.
  record Construct(String word, List<Syntax> arguments, List<Attribute> attributes, Place place)
      implements Syntax {
    static Construct word(String word) {
      return new Construct(word, List.of(), List.of(), Place.NONE);
    }

    boolean isWord() {
      return arguments.isEmpty() && attributes.isEmpty();
    }
  }

  /// An element of a [Sequence], `count` times.
  record Item(Syntax value, int count) {}

  /// `name = value`.
  record Attribute(String name, Syntax value, Place place) {
    static Attribute of(String name, Syntax value) {
      return new Attribute(name, value, Place.NONE);
    }
  }

  static Numeral number(long value) {
    return new Numeral(Long.toString(value), Place.NONE);
  }

  static Numeral number(String text) {
    return new Numeral(text, Place.NONE);
  }

  static Text text(String value) {
    return new Text(value, Place.NONE);
  }

  static Name name(String value) {
    return new Name(value, Place.NONE);
  }
}
