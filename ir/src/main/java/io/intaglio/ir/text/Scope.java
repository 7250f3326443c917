package io.intaglio.ir.text;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The values made so far, as a text is read from its beginning.
final class Scope {
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Reading in;

  Scope(Reading in) {
    this.in = in;
  }

  void define(String name, Shape shape, Place place) {
    if (shapes.putIfAbsent(name, shape) != null) {
      in.report(place, Quoting.name(name) + " is made twice", "");
    }
  }

  /// The shapes of operands.
  ///
  /// @throws Refusal if one is not made yet
  List<Shape> shapes(List<Ref> operands, Place place) {
    List<Shape> found = new ArrayList<>();
    boolean complete = true;
    for (Ref operand : operands) {
      Shape shape = shapes.get(operand.name());
      found.add(shape);
      complete &= shape != null;
      if (shape == null) {
        in.report(
            place,
            Quoting.name(operand.name()) + " is used before it is made",
            "statements stand in an order in which every operand is made before it is used");
      }
    }
    if (!complete) {
      throw new Refusal();
    }
    return found;
  }
}
