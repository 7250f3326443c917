package io.intaglio.ir.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What readers of all forms do with statements.
final class Statements {
  private Statements() {}

  /// A handler that leaves a statement that `handler` refuses; the next is handled all the same.
  static Consumer<Statement> guarded(Consumer<Statement> handler) {
    return statement -> {
      try {
        handler.accept(statement);
      } catch (Refusal e) {
        // Reported where it was found.
      }
    };
  }

  /// The only argument of a statement such as `graph("jet")`.
  static <T> T argument(Statement statement, Codec<T> codec, Reading in) {
    Syntax.Construct construct = statement.construct();
    if (construct.arguments().size() != 1 || !construct.attributes().isEmpty()) {
      throw in.refusal(
          statement.place(),
          "'" + statement.word() + "' takes one argument, " + codec.expected(),
          "");
    }
    requireBare(statement, in);
    return codec.read(construct.arguments().getFirst(), in);
  }

  /// Refuses a result or an annotation where none belongs.
  static void requireBare(Statement statement, Reading in) {
    if (statement.result().isPresent() || !statement.annotation().isNone()) {
      in.report(statement.place(), "'" + statement.word() + "' makes no value", "");
    }
  }

  /// A part that stands exactly once in a text.
  static final class Once<T> {
    private final String word;
    private final Reading in;
    private final List<T> found = new ArrayList<>();

    Once(String word, Reading in) {
      this.word = word;
      this.in = in;
    }

    void set(Statement statement, T value) {
      if (!found.isEmpty()) {
        in.report(statement.place(), "a second '" + word + "'", "");
      }
      found.add(value);
    }

    Optional<T> get() {
      if (found.isEmpty()) {
        in.report(new Place(1, 1), "the text has no '" + word + "'", "");
      }
      return found.stream().findFirst();
    }
  }
}
