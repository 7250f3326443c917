package io.intaglio.ir.net;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// The integer domain of a network input: one format for all elements or one for each, in row-major
/// order. Real value = `(code − zeroPoint)·step`.
public record InputFormat(List<Element> elements) {
  public InputFormat {
    elements = List.copyOf(elements);
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("an input format needs an element");
    }
  }

  /// The format of one element.
  ///
  /// @param bipolar the only codes are −1 and +1 (of type `s2`)
  public record Element(IntType type, Rational step, long zeroPoint, boolean bipolar) {
    public Element {
      if (step.signum() <= 0) {
        throw new IllegalArgumentException("step " + step + " is not positive");
      }
    }
  }

  public static InputFormat of(IntType type, Rational step) {
    return new InputFormat(List.of(new Element(type, step, 0, false)));
  }

  public static InputFormat bipolar() {
    return new InputFormat(List.of(new Element(IntType.signed(2), Rational.ONE, 0, true)));
  }

  /// Reads `s16/2^-10`, `u8/1`, `u8` (step 1) or `bipolar`; a list separated by commas gives one
  /// format an element.
  ///
  /// @throws IllegalArgumentException if it is none of these
  public static InputFormat parse(String text) {
    return new InputFormat(
        List.of(text.split(",", -1)).stream().map(part -> element(part.strip())).toList());
  }

  private static Element element(String text) {
    if (text.equals("bipolar")) {
      return bipolar().elements().get(0);
    }
    int slash = text.indexOf('/');
    IntType type = IntType.parse(slash < 0 ? text : text.substring(0, slash));
    Rational step = slash < 0 ? Rational.ONE : Rational.parse(text.substring(slash + 1));
    return new Element(type, step, 0, false);
  }
}
