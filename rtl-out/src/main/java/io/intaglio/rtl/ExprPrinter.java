package io.intaglio.rtl;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/// Expressions as text. Operands that are no primaries stand in parentheses.
final class ExprPrinter {
  private ExprPrinter() {}

  static String print(Expr expr) {
    return switch (expr) {
      case Expr.Net net -> net.name().text();
      case Expr.Slice slice -> slice.net().name() + range(slice.lsb(), slice.width());
      case Expr.Literal literal -> literal(literal);
      case Expr.Concat concat -> "{" + list(concat.parts()) + "}";
      case Expr.Repeat repeat -> "{" + repeat.count() + "{" + print(repeat.part()) + "}}";
      case Expr.Cast cast -> (cast.signed() ? "$signed(" : "$unsigned(") + print(cast.x()) + ")";
      case Expr.Unary unary -> unary.op().symbol + primary(unary.x());
      case Expr.Binary binary ->
          leftOperand(binary) + " " + binary.op().symbol + " " + primary(binary.b());
      case Expr.Compare compare ->
          primary(compare.a()) + " " + compare.relation().symbol + " " + primary(compare.b());
      case Expr.Shift shift -> shift(shift);
      case Expr.Conditional conditional ->
          primary(conditional.condition())
              + " ? "
              + primary(conditional.whenTrue())
              + " : "
              + otherwise(conditional.whenFalse());
      case Expr.Call call -> call.table().result().name() + "(" + print(call.argument()) + ")";
    };
  }

  /// `[msb:lsb]`, or `[lsb]` for one bit.
  static String range(int lsb, int width) {
    return width == 1 ? "[" + lsb + "]" : "[" + (lsb + width - 1) + ":" + lsb + "]";
  }

  /// Operands of one sum or product are written without parentheses on the left.
  static String leftOperand(Expr.Binary binary) {
    boolean chain =
        binary.a() instanceof Expr.Binary left
            && (left.op() == binary.op() || (additive(left) && additive(binary)));
    return chain ? print(binary.a()) : primary(binary.a());
  }

  private static boolean additive(Expr.Binary binary) {
    return switch (binary.op()) {
      case ADD, SUBTRACT -> true;
      case MULTIPLY, AND, OR, XOR -> false;
    };
  }

  private static String otherwise(Expr whenFalse) {
    return whenFalse instanceof Expr.Conditional ? print(whenFalse) : primary(whenFalse);
  }

  static String primary(Expr expr) {
    boolean isPrimary =
        switch (expr) {
          case Expr.Net _, Expr.Slice _, Expr.Concat _, Expr.Repeat _, Expr.Cast _, Expr.Call _ ->
              true;
          case Expr.Literal literal -> literal.value().signum() >= 0;
          case Expr.Shift shift -> shift.direction() == Expr.Shift.Direction.ARITHMETIC_RIGHT;
          case Expr.Unary unary -> unary.op() == Expr.Unary.Prefix.INVERT;
          case Expr.Binary _, Expr.Compare _, Expr.Conditional _ -> false;
        };
    return isPrimary ? print(expr) : "(" + print(expr) + ")";
  }

  private static String shift(Expr.Shift shift) {
    String text = primary(shift.x()) + " " + shift.direction().symbol + " " + shift.amount();
    return shift.direction() == Expr.Shift.Direction.ARITHMETIC_RIGHT
        ? "$signed(" + text + ")"
        : text;
  }

  private static String list(List<Expr> parts) {
    return parts.stream().map(ExprPrinter::print).collect(Collectors.joining(", "));
  }

  /// Decimal; a single unsigned bit as `1'b0`. The most negative number of a width is written in
  /// hexadecimal, since its magnitude is no positive number of that width.
  private static String literal(Expr.Literal literal) {
    int width = literal.width();
    BigInteger value = literal.value();
    if (width == 1 && !literal.signed()) {
      return "1'b" + value;
    }
    if (literal.signed() && value.equals(BigInteger.ONE.shiftLeft(width - 1).negate())) {
      return width + "'sh" + value.negate().toString(16);
    }
    String base = literal.signed() ? "'sd" : "'d";
    return (value.signum() < 0 ? "-" : "") + width + base + value.abs();
  }
}
