package io.intaglio.ir.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Faulty texts are refused with the line and column of every fault.
final class RefusedTextTest {
  private static List<String> faults(String text) {
    InvalidInput thrown =
        catchThrowableOfType(InvalidInput.class, () -> FxReader.read(text, new byte[0], "t.fx"));
    assertThat(thrown).as("the text is refused").isNotNull();
    assertThat(thrown.diagnostics()).extracting(Diagnostic::code).containsOnly(Code.IR_TEXT);
    return thrown.diagnostics().stream().map(d -> d.origin() + ": " + d.message()).toList();
  }

  private static List<String> faultsInGraph(String statements) {
    return faults("intaglio fx 1\nsource(\"\") graph(\"\")\n" + statements);
  }

  @Test
  void otherTexts() {
    assertThat(faults("")).containsExactly("t.fx:1:1: this is no text of Intaglio's forms");
    assertThat(faults("module top;"))
        .containsExactly("t.fx:1:1: this is no text of Intaglio's forms");
    assertThat(faults("intaglio network 1\n"))
        .containsExactly("t.fx:1:10: a text of kind 'network' where 'fx' is expected");
    assertThat(faults("intaglio fx 2\n"))
        .containsExactly("t.fx:1:13: version '2' of the text form is not known");
    assertThat(faults("intaglio fx 1 \uD800")).containsExactly("t.fx:1:15: half a surrogate pair");
  }

  @Test
  void severalSyntaxErrorsAtOnce() {
    assertThat(
            faultsInGraph(
                """
                %x = input : s8[1) -8..7
                %y = Add(%x, ) : s8[1] 0..1
                output(%y
                """))
        .containsExactly(
            "t.fx:3:18: found ')', expected ',' or ']'",
            "t.fx:4:14: found ')', expected '[' or a word or a %name or a string or a number",
            "t.fx:6:1: found the end of the text, expected ',' or ')'");
  }

  @Test
  void severalFaultyStatementsAtOnce() {
    assertThat(
            faultsInGraph(
                """
                %x = input : s64[3] -8..7
                %y = Rescale(%z) {m = 1, b = high, s = 63, z = 0, lo = 0, hi = 99999999999999999999} : u3[2] 0..7
                %z = Frobnicate(%x) : u3[2] 0..7
                output(%q)
                """))
        .containsExactly(
            "t.fx:3:1: integer type of 64 bits; allowed are u0..u63 and s1..s63",
            "t.fx:4:30: found 'high', expected an integer",
            "t.fx:4:64: 99999999999999999999 is beyond 64 bits",
            "t.fx:4:6: Rescale lacks the attribute 'rounding', one of [FLOOR, CEIL, TOWARD_ZERO,"
                + " AWAY_FROM_ZERO, HALF_EVEN, HALF_UP, HALF_AWAY, HALF_TOWARD_ZERO]",
            "t.fx:5:6: 'Frobnicate' is no Op",
            "t.fx:6:1: %q is used before it is made");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Wrap(%x) {lo = 0, bits = 8, lo = 7} : s8[3] 0..1 | 4:34: attribute 'lo' stands twice
          Wrap(%x) {lo = 0, bits = 8, by = 3} : s8[3] 0..1 | 4:34: Wrap has no attribute 'by'
          Wrap {lo = 0, bits = 8} : s8[3] 0..1 | 4:6: Wrap lacks its argument 'x', a %name
          Wrap(%x, 0, 8, 3) : s8[3] 0..1 | 4:6: Wrap has 3 components, found 4 arguments
          Wrap(%x) {lo = 0, bits = 64} : s8[3] 0..1 | 4:6: Wrap: a width of 64 bits
          Wrap(3) {lo = 0, bits = 8} : s8[3] 0..1 | 4:11: found '3', expected a %name
          Wrap(%y) {lo = 0, bits = 8} : s8[3] 0..1 | 4:1: %y is used before it is made
          Wrap(%x) {lo = 0, bits = 8} : s8[4] 0..1 | 4:1: the result has shape [3], not [4]
          Wrap(%x) {lo = 0, bits = 8} : s8[3] | 4:1: the annotation of Wrap lacks the attribute 'range'
          Wrap(%x) {lo = 0, bits = 8} : s8[3] 7 | 4:42: '7' is no interval
          Wrap(%x) {lo = 0, bits = 8} : s8[3] 7..6 | 4:42: empty range or bad stride: [7, 6] 2^0
          Wrap(%x) {lo = 0, bits = 8} : s8[3] 0..6/2^63 | 4:42: a stride of 2^63
          Wrap(%x) {lo = 0, bits = 8} : s8[3] 0..1 {form = ""} | 4:48: the annotation of Wrap has no attribute 'form'
          Wrap(%x) {lo = 0, bits = 8} | 4:1: 'Wrap' needs a result with a type and a shape
          Concat {axis = 0} : s8[3] 0..1               | 4:6: Concat lacks its argument 'inputs', a list, each a %name
          Slice(%x) {starts = [0], sizes = [1, 1], steps = [1]} : s8[3] 0..1 | 4:6: Slice: starts, sizes and steps of different lengths
          Threshold(%x) {thresholds = [[1, 2], [3]], direction = 1, base = 0, step = 1} : u2[3] 0..2 | 4:43: the rows of the tensor differ in length or depth
          Threshold(%x) {thresholds = [[1], 3], direction = 1, base = 0, step = 1} : u2[3] 0..2 | 4:40: the rows of the tensor differ in length or depth
          Constant([0; 268435457]) : u0[3] 0..0        | 4:15: a list of 268435457 elements
          Constant([[0; 65536]; 65536]) : u0[3] 0..0   | 4:15: a tensor of shape [65536,65536] has more than 268435456 elements
          Constant([0; 268435456]) : u0[3] 0..0        | 4:15: the text's repetitions stand for more than 16777216 elements
          Constant([0; 0]) : u0[3] 0..0                | 4:19: '0' is no count of items
          Constant(side {type = s8, shape = [3], offset = 0, length = 3}) : s8[3] 0..1 | 4:15: a tensor in the side file, which 'weights' did not name before
          """)
  void aFaultyOperator(String statement, String fault) {
    assertThat(faultsInGraph("%x = input : s8[3] 0..1\n%y = " + statement))
        .containsExactly("t.fx:" + fault);
  }

  @Test
  void valuesMadeTwice() {
    assertThat(faultsInGraph("%x = input : s8[3] 0..1\n%x = input : s8[3] 0..1"))
        .containsExactly("t.fx:4:1: %x is made twice");
  }

  @Test
  void partsMissingOrDouble() {
    assertThat(faults("intaglio fx 1"))
        .containsExactly("t.fx:1:1: the text has no 'source'", "t.fx:1:1: the text has no 'graph'");
    assertThat(faultsInGraph("graph(\"h\")")).containsExactly("t.fx:3:1: a second 'graph'");
  }

  @Test
  void escapesThatAreNone() {
    assertThat(faultsInGraph("%\"a\\x\" = input : s8[3] 0..1\n%\"\\u{110000}\" = input : s8 0..1"))
        .containsExactly("t.fx:3:1: no escape: \\x", "t.fx:4:1: no code point: 110000");
  }

  @Test
  void bracketsNestedWithoutEnd() {
    assertThat(faults("intaglio fx 1\nx(" + "[".repeat(100_000)))
        .containsExactly("t.fx:2:66: brackets nested deeper than 64");
  }

  @Test
  void aStatementWithoutEnd() {
    assertThat(faults("intaglio fx 1\nx([" + "1,".repeat(1 << 20)))
        .containsExactly("t.fx:2:2097154: more than 2097152 tokens in one statement");
  }

  @Test
  void noMoreFaultsThanHelp() {
    assertThat(faultsInGraph("%x = Frobnicate : s8[3] 0..1\n".repeat(100))).hasSize(20);
    assertThat(faultsInGraph("] x = \n".repeat(100))).hasSize(20);
    assertThat(faultsInGraph("x {a = [[\"\\q\"; 3]]}\n".repeat(100))).hasSize(20);
  }

  @Test
  void numbersThatAreNone() {
    assertThat(
            faultsInGraph(
                """
                Head {input = "x", shape = [1], type = FLOAT16, steps = [
                  Arithmetic {kind = ADD, operand = f32(1.5f)}, Arithmetic {kind = ADD, operand = f32(1e99)},
                  Arithmetic {kind = ADD, operand = 1}], encoding = Grid {step = 1/0, saturate = maybe}}
                """))
        .containsExactly(
            "t.fx:3:40: found 'FLOAT16', expected one of [FLOAT32, FLOAT64]",
            "t.fx:4:41: '1.5f' is no floating-point number",
            "t.fx:5:66: '1/0' is no rational",
            "t.fx:5:82: found 'maybe', expected true or false");
  }
}
