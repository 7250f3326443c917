package io.intaglio.frontend.onnx;

import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of QONNX's datatypes, as in annotations.
final class FinnDatatype {
  private static final Pattern INTEGER = Pattern.compile("(U?)INT(\\d{1,2})");
  private static final Pattern FIXED =
      Pattern.compile("FIXED<\\s*(\\d{1,2})\\s*,\\s*(-?\\d{1,3})\\s*>");
  private static final Pattern NO_DOMAIN =
      Pattern.compile("FLOAT(16|32)|FLOAT<[\\d, ]+>|SCALEDINT<\\d+>");

  private FinnDatatype() {}

  /// The domain that the name states; none for floating-point numbers and for integers of unknown
  /// scale.
  ///
  /// @throws IllegalArgumentException if the name is unknown
  static Optional<InputFormat> parse(String name) {
    return switch (name) {
      case "BIPOLAR" -> Optional.of(InputFormat.bipolar());
      case "BINARY" -> Optional.of(InputFormat.of(IntType.unsigned(1), Rational.ONE));
      case "TERNARY" -> Optional.of(InputFormat.of(IntType.signed(2), Rational.ONE));
      default -> parametric(name);
    };
  }

  private static Optional<InputFormat> parametric(String name) {
    if (NO_DOMAIN.matcher(name).matches()) {
      return Optional.empty();
    }
    Matcher integer = INTEGER.matcher(name);
    if (integer.matches()) {
      int bits = Integer.parseInt(integer.group(2));
      IntType type = new IntType(integer.group(1).isEmpty(), bits);
      return Optional.of(InputFormat.of(type, Rational.ONE));
    }
    Matcher fixed = FIXED.matcher(name);
    if (fixed.matches()) {
      int bits = Integer.parseInt(fixed.group(1));
      int fraction = bits - Integer.parseInt(fixed.group(2));
      return Optional.of(InputFormat.of(IntType.signed(bits), Rational.powerOfTwo(-fraction)));
    }
    throw new IllegalArgumentException("unknown datatype");
  }
}
