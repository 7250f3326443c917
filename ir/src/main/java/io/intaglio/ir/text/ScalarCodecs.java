package io.intaglio.ir.text;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The codecs of values that are one token, or a short list of them.
final class ScalarCodecs {
  private static final int MAX_RATIONAL_LENGTH = 1 << 16;
  private static final int MAX_RANK = 64;

  static final ScalarCodec<Long> LONG =
      new ScalarCodec<>(
          "an integer", Syntax::number, (node, in) -> numeral(node).map(n -> toLong(n, in)));

  static final ScalarCodec<Integer> INT =
      new ScalarCodec<>(
          "an integer", Syntax::number, (node, in) -> numeral(node).map(n -> toInt(n, in)));

  static final ScalarCodec<Boolean> BOOLEAN =
      new ScalarCodec<>(
          "true or false",
          value -> Syntax.Construct.word(value.toString()),
          (node, in) ->
              word(node)
                  .flatMap(
                      word ->
                          switch (word) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> Optional.empty();
                          }));

  static final ScalarCodec<String> STRING =
      new ScalarCodec<>(
          "a string",
          Syntax::text,
          (node, in) ->
              node instanceof Syntax.Text text ? Optional.of(text.value()) : Optional.empty());

  static final ScalarCodec<Ref> REF =
      new ScalarCodec<>(
          "a %name",
          ref -> Syntax.name(ref.name()),
          (node, in) ->
              node instanceof Syntax.Name name
                  ? Optional.of(new Ref(name.value()))
                  : Optional.empty());

  static final ScalarCodec<Float> FLOAT =
      new ScalarCodec<>(
          "a float32", FloatText::write, (node, in) -> FloatText.of(node).map(t -> t.toFloat(in)));

  static final ScalarCodec<Double> DOUBLE =
      new ScalarCodec<>(
          "a float64", FloatText::write, (node, in) -> FloatText.of(node).map(t -> t.toDouble(in)));

  static final ScalarCodec<Rational> RATIONAL =
      new ScalarCodec<>(
          "a rational",
          r -> Syntax.number(text(r)),
          (node, in) -> numeral(node).map(n -> rational(n, in)));

  static final ScalarCodec<IntType> INT_TYPE =
      new ScalarCodec<>(
          "an integer type, as in s8",
          type -> Syntax.Construct.word(type.toString()),
          (node, in) ->
              word(node).map(word -> in.checked(node.place(), () -> IntType.parse(word))));

  static final ScalarCodec<Shape> SHAPE =
      new ScalarCodec<>("a shape, as in [28, 28, 1]", ScalarCodecs::shape, ScalarCodecs::shape);

  static final ScalarCodec<Origin> ORIGIN =
      new ScalarCodec<>("a list of places", ScalarCodecs::origin, ScalarCodecs::origin);

  private ScalarCodecs() {}

  static Optional<Syntax.Numeral> numeral(Syntax node) {
    return node instanceof Syntax.Numeral number ? Optional.of(number) : Optional.empty();
  }

  static Optional<String> word(Syntax node) {
    return node instanceof Syntax.Construct construct && construct.isWord()
        ? Optional.of(construct.word())
        : Optional.empty();
  }

  static long toLong(Syntax.Numeral number, Reading in) {
    return toLong(number.text(), number.place(), in);
  }

  /// Reads an optional minus sign and decimal digits.
  static long toLong(String text, Place place, Reading in) {
    int digits = text.startsWith("-") ? 1 : 0;
    boolean plain = text.length() > digits;
    for (int i = digits; i < text.length(); i++) {
      plain &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!plain) {
      throw in.refusal(place, "'" + Codec.shorten(text) + "' is no integer", "");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw in.refusal(place, Codec.shorten(text) + " is beyond 64 bits", "");
    }
  }

  private static int toInt(Syntax.Numeral number, Reading in) {
    long value = toLong(number, in);
    if (value != (int) value) {
      throw in.refusal(number.place(), value + " is beyond 32 bits", "");
    }
    return (int) value;
  }

  private static String text(Rational value) {
    boolean fraction = value.den().bitLength() > 4096;
    return fraction ? value.num() + "/" + value.den() : value.toString();
  }

  private static Rational rational(Syntax.Numeral number, Reading in) {
    String text = number.text();
    if (text.length() <= MAX_RATIONAL_LENGTH) {
      try {
        return Rational.parse(text);
      } catch (NumberFormatException e) {
        // Said below.
      }
    }
    throw in.refusal(
        number.place(),
        "'" + Codec.shorten(text) + "' is no rational",
        "rationals are written as in 3, -3/8, 2^-10 and 5*2^-3");
  }

  private static Syntax shape(Shape shape) {
    List<Syntax> dims = new ArrayList<>();
    for (int dim : shape.toArray()) {
      dims.add(Syntax.number(dim));
    }
    return Syntax.Sequence.of(dims);
  }

  private static Optional<Shape> shape(Syntax node, Reading in) {
    if (!(node instanceof Syntax.Sequence sequence)) {
      return Optional.empty();
    }
    List<Integer> dims = new ArrayList<>();
    for (Syntax.Item item : sequence.items()) {
      int dim = INT.read(item.value(), in);
      if (item.count() > MAX_RANK - dims.size()) {
        throw in.refusal(node.place(), "a shape of more than " + MAX_RANK + " axes", "");
      }
      for (int i = 0; i < item.count(); i++) {
        dims.add(dim);
      }
    }
    return Optional.of(checked(dims, node.place(), in));
  }

  /// A shape whose tensors are not too large.
  static Shape checked(List<Integer> dims, Place place, Reading in) {
    Shape shape = in.checked(place, () -> Shape.of(dims));
    boolean small;
    try {
      small = shape.elements() <= Shape.MAX_ELEMENTS;
    } catch (ArithmeticException e) {
      small = false;
    }
    if (!small) {
      throw in.refusal(
          place,
          "a tensor of shape " + shape + " has more than " + Shape.MAX_ELEMENTS + " elements",
          "");
    }
    return shape;
  }

  private static Syntax origin(Origin origin) {
    return Syntax.Sequence.of(
        origin.places().stream().map(Syntax::text).map(Syntax.class::cast).toList());
  }

  private static Optional<Origin> origin(Syntax node, Reading in) {
    if (!(node instanceof Syntax.Sequence sequence)) {
      return Optional.empty();
    }
    List<String> places = new ArrayList<>();
    for (Syntax.Item item : sequence.items()) {
      in.unfold(node.place(), item.count());
      String place = STRING.read(item.value(), in);
      for (int i = 0; i < item.count(); i++) {
        places.add(place);
      }
    }
    return Optional.of(new Origin(places));
  }
}
