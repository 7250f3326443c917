package io.intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.rtl.Expr.Compare.Relation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExprTest {
  private static final Expr.Net A = Expr.net(Name.of("a"), 8, true);
  private static final Expr.Net B = Expr.net(Name.of("b"), 5, false);
  private static final Expr.Net BIT = Expr.net(Name.of("bit_q"), 1, false);

  private static void prints(Expr expr, String text, int width, boolean signed) {
    assertThat(expr).hasToString(text);
    assertThat(expr.width()).isEqualTo(width);
    assertThat(expr.signed()).isEqualTo(signed);
  }

  @Test
  void literalsOfAnyWidth() {
    prints(Expr.literal(5, 8, false), "8'd5", 8, false);
    prints(Expr.literal(-5, 8, true), "-8'sd5", 8, true);
    prints(Expr.literal(1, 1, false), "1'b1", 1, false);
    prints(Expr.literal(0, 1, true), "1'sd0", 1, true);
    prints(Expr.literal(-1, 1, true), "1'sh1", 1, true);
    prints(Expr.literal(-128, 8, true), "8'sh80", 8, true);
    prints(Expr.literal(-(1L << 62), 63, true), "63'sh4000000000000000", 63, true);
    prints(Expr.zeros(100), "100'd0", 100, false);
  }

  @Test
  void partsExtensionsAndCasts() {
    prints(A.part(2, 4), "a[5:2]", 4, false);
    prints(A.top(), "a[7]", 1, false);
    prints(BIT.top(), "bit_q", 1, false);
    prints(Expr.signExtend(A, 12), "{{4{a[7]}}, a}", 12, false);
    prints(Expr.signExtend(A, 9), "{a[7], a}", 9, false);
    prints(Expr.signExtend(A, 8), "a", 8, true);
    prints(Expr.zeroExtend(B, 8), "{3'd0, b}", 8, false);
    prints(Expr.asSigned(Expr.zeroExtend(B, 8)), "$signed({3'd0, b})", 8, true);
    prints(Expr.asUnsigned(A), "$unsigned(a)", 8, false);
    prints(Expr.asSigned(A), "a", 8, true);
  }

  @Test
  void operatorsWithParenthesesWhereTheyAreNeeded() {
    Expr sum = Expr.add(A, A);
    prints(Expr.subtract(sum, A), "a + a - a", 8, true);
    prints(Expr.subtract(A, sum), "a - (a + a)", 8, true);
    prints(Expr.multiply(sum, A), "(a + a) * a", 8, true);
    prints(Expr.negate(A), "-a", 8, true);
    prints(Expr.add(A, Expr.literal(-3, 8, true)), "a + (-8'sd3)", 8, true);
    prints(Expr.or(Expr.invert(BIT), BIT), "~bit_q | bit_q", 1, false);
    prints(Expr.compare(Relation.LESS, A, Expr.literal(-3, 8, true)), "a < (-8'sd3)", 1, false);
    Expr choice = Expr.conditional(BIT, A, Expr.conditional(B.top(), sum, A));
    prints(choice, "bit_q ? a : b[4] ? (a + a) : a", 8, true);
  }

  @Test
  void anArithmeticShiftKeepsItsSignWhateverStandsBesideIt() {
    Expr shifted = new Expr.Shift(Expr.Shift.Direction.ARITHMETIC_RIGHT, A, 2);
    prints(Expr.add(shifted, Expr.zeroExtend(B, 8)), "$signed(a >>> 2) + {3'd0, b}", 8, false);
    prints(new Expr.Shift(Expr.Shift.Direction.LEFT, A, 2), "a << 2", 8, true);
  }

  @Test
  void widthsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Expr.add(A, B)).hasMessage("'+' of 8 and 5 bits: a, b");
    assertThatThrownBy(() -> Expr.conditional(A, B, B)).hasMessage("a condition of 8 bits");
    assertThatThrownBy(() -> A.part(5, 4)).hasMessage("bits [8:5] of a, which has 8");
    assertThatThrownBy(() -> new Expr.Slice(BIT, 0, 1)).hasMessage("a bit of the scalar bit_q");
    assertThatThrownBy(() -> Expr.signExtend(A, 7)).hasMessage("a extended to 7 bits");
    assertThatThrownBy(() -> Expr.net(Name.of("z"), 0, false))
        .hasMessage("z has 0 bits; at least 1 is needed");
    assertThatThrownBy(() -> Expr.concat(List.of())).hasMessage("a concatenation of nothing");
  }

  @Test
  void signsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Expr.compare(Relation.LESS, A, Expr.zeroExtend(B, 8)))
        .hasMessage("'<' of a signed and an unsigned operand");
    assertThatThrownBy(() -> new Expr.Shift(Expr.Shift.Direction.ARITHMETIC_RIGHT, B, 1))
        .hasMessage("'>>>' of an unsigned operand");
  }

  @Test
  void literalsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Expr.literal(128, 8, true))
        .hasMessage("128 does not fit signed 8 bits");
    assertThatThrownBy(() -> Expr.literal(-1, 8, false))
        .hasMessage("-1 does not fit unsigned 8 bits");
    assertThatThrownBy(() -> Expr.literal(256, 8, false))
        .hasMessage("256 does not fit unsigned 8 bits");
  }
}
