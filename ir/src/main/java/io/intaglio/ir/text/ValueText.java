package io.intaglio.ir.text;

import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value as the annotation of the statement that makes it:
/// `s8[16] -128..127 {scale = 2^-4, zero = 3, from = "jet.onnx:fc1"}`. A range that is not one
/// interval is the attribute `range`.
final class ValueText {
  private ValueText() {}

  static Statement.Annotation write(Value value, Writing out) {
    List<Syntax> facts = new ArrayList<>();
    List<Syntax.Attribute> attributes = new ArrayList<>();
    facts.add(ScalarCodecs.SHAPE.write(value.shape()));
    Syntax range = RangeCodec.RANGE.write(value.range(), out);
    if (range instanceof Syntax.Numeral) {
      facts.add(range);
    } else {
      attributes.add(Syntax.Attribute.of("range", range));
    }
    Scale scale = value.scale();
    if (!scale.equals(Scale.NONE)) {
      attributes.add(Syntax.Attribute.of("scale", ScalarCodecs.RATIONAL.write(scale.step())));
    }
    if (scale.zeroPoint() != 0) {
      attributes.add(Syntax.Attribute.of("zero", Syntax.number(scale.zeroPoint())));
    }
    attributes.addAll(Origins.write(value.origin()));
    return new Statement.Annotation(value.type().toString(), facts, attributes);
  }

  static Value read(Statement statement, Reading in) {
    Optional<String> name = statement.result();
    Statement.Annotation annotation = statement.annotation();
    if (name.isEmpty() || annotation.type().isEmpty() || annotation.facts().isEmpty()) {
      throw in.refusal(
          statement.place(),
          "'" + statement.word() + "' needs a result with a type and a shape",
          "as in %y = " + statement.word() + "(…) : s8[16] -128..127");
    }
    IntType type = in.checked(statement.place(), () -> IntType.parse(annotation.type()));
    Shape shape = ScalarCodecs.SHAPE.read(annotation.facts().getFirst(), in);
    Attributes attributes = Attributes.of(statement, in);
    Range range = range(statement, attributes, in);
    Scale scale = scale(attributes, in);
    Origin origin = Origins.read(attributes, in);
    attributes.end();
    return in.checked(
        statement.place(), () -> new Value(name.get(), type, shape, range, scale, origin));
  }

  private static Range range(Statement statement, Attributes attributes, Reading in) {
    List<Syntax> facts = statement.annotation().facts();
    if (facts.size() > 2) {
      throw in.refusal(
          facts.get(2).place(), "behind the type stand a shape and one interval, no more", "");
    }
    if (facts.size() == 2) {
      return RangeCodec.RANGE.read(facts.get(1), in);
    }
    return RangeCodec.RANGE.read(attributes.require("range"), in);
  }

  private static Scale scale(Attributes attributes, Reading in) {
    Optional<Rational> step =
        attributes.take("scale").map(node -> ScalarCodecs.RATIONAL.read(node, in));
    Optional<Long> zero = attributes.take("zero").map(node -> ScalarCodecs.LONG.read(node, in));
    return new Scale(step.orElse(Rational.ZERO), zero.orElse(0L));
  }
}
