package io.intaglio.ir.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The attributes of one construct or annotation, taken by name; what is left at the end is a
/// fault.
final class Attributes {
  private final String owner;
  private final Place place;
  private final Reading in;
  private final Map<String, Syntax.Attribute> left = new LinkedHashMap<>();

  private Attributes(String owner, Place place, List<Syntax.Attribute> attributes, Reading in) {
    this.owner = owner;
    this.place = place;
    this.in = in;
    for (Syntax.Attribute attribute : attributes) {
      if (left.putIfAbsent(attribute.name(), attribute) != null) {
        in.report(attribute.place(), "attribute '" + attribute.name() + "' stands twice", "");
      }
    }
  }

  /// Of a construct that takes no arguments.
  static Attributes of(Syntax.Construct construct, Reading in) {
    if (!construct.arguments().isEmpty()) {
      in.report(
          construct.place(),
          "'" + construct.word() + "' takes attributes in braces, no arguments",
          "");
    }
    return ofAll(construct, in);
  }

  /// Of a construct whose arguments are read elsewhere.
  static Attributes ofAll(Syntax.Construct construct, Reading in) {
    return new Attributes(construct.word(), construct.place(), construct.attributes(), in);
  }

  static Attributes of(Statement statement, Reading in) {
    return new Attributes(
        "the annotation of " + statement.word(),
        statement.place(),
        statement.annotation().attributes(),
        in);
  }

  Optional<Syntax> take(String name) {
    return Optional.ofNullable(left.remove(name)).map(Syntax.Attribute::value);
  }

  /// The attribute `name`.
  ///
  /// @throws Refusal if there is none
  Syntax require(String name) {
    return take(name)
        .orElseThrow(() -> in.refusal(place, owner + " lacks the attribute '" + name + "'", ""));
  }

  /// Reports attributes that nobody took.
  void end() {
    for (Syntax.Attribute attribute : left.values()) {
      in.report(
          attribute.place(),
          owner + " has no attribute '" + Codec.shorten(attribute.name()) + "'",
          "");
    }
  }
}
