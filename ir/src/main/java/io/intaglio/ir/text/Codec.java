package io.intaglio.ir.text;

/// Turns objects of one type into trees and back: `read(write(x))` equals `x`.
interface Codec<T> {
  Syntax write(T value, Writing out);

  /// @throws Refusal if the tree is none of a `T`, after reporting why
  T read(Syntax node, Reading in);

  /// A short name of what is expected, for messages: `an integer`, `a Rounding`.
  String expected();

  /// The refusal of a tree of the wrong kind.
  default Refusal mismatch(Syntax node, Reading in) {
    return in.refusal(node.place(), "found " + describe(node) + ", expected " + expected(), "");
  }

  private static String describe(Syntax node) {
    return switch (node) {
      case Syntax.Numeral number -> "'" + shorten(number.text()) + "'";
      case Syntax.Text text -> "the string " + shorten(Quoting.quote(text.value()));
      case Syntax.Name name -> shorten(Quoting.name(name.value()));
      case Syntax.Sequence _ -> "a list";
      case Syntax.Construct construct -> "'" + shorten(construct.word()) + "'";
    };
  }

  static String shorten(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
