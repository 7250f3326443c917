package io.intaglio.rtl;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// A Verilog expression with the width and the signedness that Verilog gives it.
///
/// Operands of one operator have equal widths, so nothing is ever extended or truncated by context;
/// extension and truncation are written out. Over equal widths `+ − *` and the bitwise operators do
/// not depend on signedness; comparisons do, and take operands of one signedness only.
///
/// Constructors throw `IllegalArgumentException` on widths or signs that do not fit.
public sealed interface Expr {
  /// Bits, at least 1.
  int width();

  boolean signed();

  /// Whether it reads no net.
  default boolean isConstant() {
    return !NetUse.readsAny(this);
  }

  /// What a bit or a part can be selected from.
  sealed interface Selectable extends Expr {
    /// The `width` bits from `lsb` upwards; the operand itself if that is all of it and unsigned.
    Expr part(int lsb, int width);

    /// The most significant bit.
    default Expr top() {
      return width() == 1 ? this : part(width() - 1, 1);
    }
  }

  /// A port, wire, register or local parameter. Of width 1 it is a scalar.
  record Net(Name name, int width, boolean signed) implements Selectable {
    public Net {
      Checks.width(width, name);
    }

    @Override
    public Expr part(int lsb, int bits) {
      return lsb == 0 && bits == width && (!signed || width == 1)
          ? this
          : new Slice(this, lsb, bits);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// Bits `lsb + width − 1` down to `lsb` of a vector; unsigned.
  record Slice(Net net, int lsb, int width) implements Selectable {
    public Slice {
      Checks.width(width, net.name());
      Checks.require(
          lsb >= 0 && (long) lsb + width <= net.width(),
          "bits [%d:%d] of %s, which has %d",
          lsb + width - 1,
          lsb,
          net.name(),
          net.width());
      Checks.require(net.width() > 1, "a bit of the scalar %s", net.name());
    }

    @Override
    public boolean signed() {
      return false;
    }

    @Override
    public Expr part(int from, int bits) {
      Checks.require(from >= 0 && (long) from + bits <= width, "bits outside of %s", this);
      return net.part(lsb + from, bits);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// A sized constant.
  record Literal(BigInteger value, int width, boolean signed) implements Expr {
    public Literal {
      Checks.width(width, value);
      boolean fits =
          signed ? value.bitLength() < width : value.signum() >= 0 && value.bitLength() <= width;
      Checks.require(
          fits, "%s does not fit %s bits", value, (signed ? "signed " : "unsigned ") + width);
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// Parts side by side, the first one most significant; unsigned.
  record Concat(List<Expr> parts) implements Expr {
    public Concat {
      parts = List.copyOf(parts);
      Checks.require(!parts.isEmpty(), "a concatenation of nothing");
    }

    @Override
    public int width() {
      return parts.stream().mapToInt(Expr::width).reduce(0, Math::addExact);
    }

    @Override
    public boolean signed() {
      return false;
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// `part` side by side `count` times; unsigned.
  record Repeat(int count, Expr part) implements Expr {
    public Repeat {
      Checks.require(count >= 1, "%d repetitions", count);
    }

    @Override
    public int width() {
      return Math.multiplyExact(count, part.width());
    }

    @Override
    public boolean signed() {
      return false;
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// The same bits read as signed or as unsigned: `$signed(x)`, `$unsigned(x)`.
  record Cast(Expr x, boolean signed) implements Expr {
    @Override
    public int width() {
      return x.width();
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// One operand.
  record Unary(Prefix op, Expr x) implements Expr {
    public enum Prefix {
      NEGATE("-", false),
      INVERT("~", false),
      ALL_ONES("&", true),
      ANY_ONE("|", true),
      PARITY("^", true);

      final String symbol;
      final boolean reduces;

      Prefix(String symbol, boolean reduces) {
        this.symbol = symbol;
        this.reduces = reduces;
      }
    }

    @Override
    public int width() {
      return op.reduces ? 1 : x.width();
    }

    @Override
    public boolean signed() {
      return !op.reduces && x.signed();
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// Two operands of one width; the result has it too and wraps around.
  record Binary(Infix op, Expr a, Expr b) implements Expr {
    public enum Infix {
      ADD("+"),
      SUBTRACT("-"),
      MULTIPLY("*"),
      AND("&"),
      OR("|"),
      XOR("^");

      final String symbol;

      Infix(String symbol) {
        this.symbol = symbol;
      }
    }

    public Binary {
      Checks.sameWidth(op.symbol, a, b);
    }

    @Override
    public int width() {
      return a.width();
    }

    @Override
    public boolean signed() {
      return a.signed() && b.signed();
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// A comparison of two operands of one width and one signedness; one unsigned bit.
  record Compare(Relation relation, Expr a, Expr b) implements Expr {
    public enum Relation {
      EQUAL("=="),
      NOT_EQUAL("!="),
      LESS("<"),
      AT_MOST("<="),
      GREATER(">"),
      AT_LEAST(">=");

      final String symbol;

      Relation(String symbol) {
        this.symbol = symbol;
      }
    }

    public Compare {
      Checks.sameWidth(relation.symbol, a, b);
      Checks.require(
          a.signed() == b.signed(), "'%s' of a signed and an unsigned operand", relation.symbol);
    }

    @Override
    public int width() {
      return 1;
    }

    @Override
    public boolean signed() {
      return false;
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// A shift by a constant. `>>>` takes signed operands only and is printed inside `$signed(…)`, so
  /// that an unsigned neighbour cannot turn it into a logical one.
  record Shift(Direction direction, Expr x, int amount) implements Expr {
    public enum Direction {
      LEFT("<<"),
      LOGICAL_RIGHT(">>"),
      ARITHMETIC_RIGHT(">>>");

      final String symbol;

      Direction(String symbol) {
        this.symbol = symbol;
      }
    }

    public Shift {
      Checks.require(amount >= 0, "a shift by %d", amount);
      Checks.require(
          direction != Direction.ARITHMETIC_RIGHT || x.signed(), "'>>>' of an unsigned operand");
    }

    @Override
    public int width() {
      return x.width();
    }

    @Override
    public boolean signed() {
      return x.signed();
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// `condition ? whenTrue : whenFalse`.
  record Conditional(Expr condition, Expr whenTrue, Expr whenFalse) implements Expr {
    public Conditional {
      Checks.require(condition.width() == 1, "a condition of %d bits", condition.width());
      Checks.sameWidth("?:", whenTrue, whenFalse);
    }

    @Override
    public int width() {
      return whenTrue.width();
    }

    @Override
    public boolean signed() {
      return whenTrue.signed() && whenFalse.signed();
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  /// The entry of a table.
  record Call(Item.CaseTable table, Expr argument) implements Expr {
    public Call {
      Checks.require(
          argument.width() == table.input().width(),
          "%s takes %d bits, got %d",
          table.result().name(),
          table.input().width(),
          argument.width());
    }

    @Override
    public int width() {
      return table.result().width();
    }

    @Override
    public boolean signed() {
      return table.result().signed();
    }

    @Override
    public String toString() {
      return ExprPrinter.print(this);
    }
  }

  static Net net(Name name, int width, boolean signed) {
    return new Net(name, width, signed);
  }

  static Literal literal(BigInteger value, int width, boolean signed) {
    return new Literal(value, width, signed);
  }

  static Literal literal(long value, int width, boolean signed) {
    return new Literal(BigInteger.valueOf(value), width, signed);
  }

  static Literal zeros(int width) {
    return literal(0, width, false);
  }

  static Expr concat(Expr... parts) {
    return concat(Arrays.asList(parts));
  }

  /// Parts side by side, the first most significant; a single unsigned part stays itself.
  static Expr concat(List<Expr> parts) {
    return parts.size() == 1 && !parts.get(0).signed() ? parts.get(0) : new Concat(parts);
  }

  static Expr repeat(int count, Expr part) {
    return count == 1 && !part.signed() ? part : new Repeat(count, part);
  }

  /// `x` with copies of its top bit before it, `width` bits in all, as unsigned bits.
  static Expr signExtend(Selectable x, int width) {
    Checks.require(width >= x.width(), "%s extended to %d bits", x, width);
    return width == x.width() ? x : concat(repeat(width - x.width(), x.top()), x);
  }

  /// `x` with zeros before it, `width` bits in all, as unsigned bits.
  static Expr zeroExtend(Expr x, int width) {
    Checks.require(width >= x.width(), "%s extended to %d bits", x, width);
    return width == x.width() ? x : concat(zeros(width - x.width()), x);
  }

  /// The same bits read as signed.
  static Expr asSigned(Expr x) {
    return x.signed() ? x : new Cast(x, true);
  }

  /// The same bits read as unsigned.
  static Expr asUnsigned(Expr x) {
    return x.signed() ? new Cast(x, false) : x;
  }

  static Expr negate(Expr x) {
    return new Unary(Unary.Prefix.NEGATE, x);
  }

  static Expr invert(Expr x) {
    return new Unary(Unary.Prefix.INVERT, x);
  }

  static Expr add(Expr a, Expr b) {
    return new Binary(Binary.Infix.ADD, a, b);
  }

  static Expr subtract(Expr a, Expr b) {
    return new Binary(Binary.Infix.SUBTRACT, a, b);
  }

  static Expr multiply(Expr a, Expr b) {
    return new Binary(Binary.Infix.MULTIPLY, a, b);
  }

  static Expr or(Expr a, Expr b) {
    return new Binary(Binary.Infix.OR, a, b);
  }

  static Expr compare(Compare.Relation relation, Expr a, Expr b) {
    return new Compare(relation, a, b);
  }

  static Expr conditional(Expr condition, Expr whenTrue, Expr whenFalse) {
    return new Conditional(condition, whenTrue, whenFalse);
  }
}
