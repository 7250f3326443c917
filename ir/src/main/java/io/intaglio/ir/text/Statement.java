package io.intaglio.ir.text;

import java.util.List;
import java.util.Optional;

/// `%result = construct : annotation`.
record Statement(
    Optional<String> result, Syntax.Construct construct, Annotation annotation, Place place) {
  /// `type facts {attributes}` behind the colon: what is said of the result.
  ///
  /// @param type the type's word, or empty
  record Annotation(String type, List<Syntax> facts, List<Syntax.Attribute> attributes) {
    static final Annotation NONE = new Annotation("", List.of(), List.of());

    boolean isNone() {
      return type.isEmpty() && facts.isEmpty() && attributes.isEmpty();
    }
  }

  static Statement of(Syntax.Construct construct) {
    return new Statement(Optional.empty(), construct, Annotation.NONE, Place.NONE);
  }

  static Statement of(String result, Syntax.Construct construct, Annotation annotation) {
    return new Statement(Optional.of(result), construct, annotation, Place.NONE);
  }

  String word() {
    return construct.word();
  }
}
