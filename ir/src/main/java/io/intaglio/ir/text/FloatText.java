package io.intaglio.ir.text;

import java.util.Optional;

/// Floating-point numbers as the shortest decimals that read back to the same bits; `NaN`,
/// `Infinity`, `-Infinity`.
record FloatText(String text, Place place) {
  static Syntax write(float value) {
    return Float.isNaN(value) || value == Float.POSITIVE_INFINITY
        ? Syntax.Construct.word(Float.toString(value))
        : Syntax.number(Float.toString(value));
  }

  static Syntax write(double value) {
    return Double.isNaN(value) || value == Double.POSITIVE_INFINITY
        ? Syntax.Construct.word(Double.toString(value))
        : Syntax.number(Double.toString(value));
  }

  static Optional<FloatText> of(Syntax node) {
    return switch (node) {
      case Syntax.Numeral number -> Optional.of(new FloatText(number.text(), number.place()));
      case Syntax.Construct(String word, _, _, Place place) ->
          ScalarCodecs.word(node)
              .filter(w -> w.equals("NaN") || w.equals("Infinity"))
              .map(_ -> new FloatText(word, place));
      case Syntax.Text _, Syntax.Name _, Syntax.Sequence _ -> Optional.empty();
    };
  }

  float toFloat(Reading in) {
    checkForm(in);
    float value = Float.parseFloat(text);
    if (Float.isInfinite(value) && !text.endsWith("Infinity")) {
      throw in.refusal(place, Codec.shorten(text) + " is beyond float32", "");
    }
    return value;
  }

  double toDouble(Reading in) {
    checkForm(in);
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value) && !text.endsWith("Infinity")) {
      throw in.refusal(place, Codec.shorten(text) + " is beyond float64", "");
    }
    return value;
  }

  private void checkForm(Reading in) {
    boolean word = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    if (!word
        && (text.length() > 1 << 12
            || !text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?"))) {
      throw in.refusal(
          place,
          "'" + Codec.shorten(text) + "' is no floating-point number",
          "as in 0.5, -3 and 1.5E-7");
    }
  }
}
