package io.intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerilogWriterTest {
  private static final Expr.Net CLK = net("clk", 1, false);
  private static final Expr.Net RST = net("rst", 1, false);
  private static final Expr.Net EN = net("en", 1, false);
  private static final Expr.Net X = net("x", 8, true);
  private static final Expr.Net Y = net("y", 8, true);
  private static final Expr.Net SUM = net("sum", 8, true);
  private static final Expr.Net Q = net("sum_q", 8, true);

  private static Expr.Net net(String name, int width, boolean signed) {
    return Expr.net(Name.of(name), width, signed);
  }

  private static ModuleSpec.Builder accumulator() {
    ModuleSpec.Builder module =
        ModuleSpec.builder(Name.of("accumulator")).header(List.of("Adds up x."));
    module.input(CLK);
    module.input(RST);
    module.input(EN);
    module.input(X);
    module.output(Y);
    return module;
  }

  private static Item.Clocked accumulate() {
    return new Item.Clocked(
        CLK,
        Optional.of(new Item.Reset(RST, List.of(Expr.literal(0, 8, true)))),
        Optional.of(EN),
        List.of(new Item.Assignment(Q, SUM)));
  }

  @Test
  void aRegisterWithResetAndEnable() {
    ModuleSpec module =
        accumulator()
            .add(new Item.Banner("state"))
            .add(Item.Comment.of("@[sum] s8"))
            .add(new Item.Reg(Q, "wraps"))
            .add(Item.Reg.of(SUM))
            .add(new Item.Combinational(List.of(new Item.Assignment(SUM, Expr.add(Q, X)))))
            .add(accumulate())
            .add(new Item.Assign(Y, Q))
            .build();
    assertThat(module)
        .hasToString(
            """
            // Adds up x.

            `default_nettype none

            module accumulator (
                input  wire              clk,
                input  wire              rst,
                input  wire              en,
                input  wire signed [7:0] x,
                output wire signed [7:0] y
            );

              // ---- state ----------------------------------------------------------------

              // @[sum] s8
              reg signed [7:0] sum_q;  // wraps
              reg signed [7:0] sum;
              always @* begin
                sum = sum_q + x;
              end

              always @(posedge clk) begin
                if (rst) begin
                  sum_q <= 8'sd0;
                end else if (en) begin
                  sum_q <= sum;
                end
              end

              assign y = sum_q;

            endmodule

            `default_nettype wire
            """);
  }

  @Test
  void aTableAnInstanceAndWhatNothingReads() {
    Expr.Net bus = net("bus", 12, false);
    Expr.Net wide = net("wide", 12, false);
    ModuleSpec.Builder inner = ModuleSpec.builder(Name.of("pass"));
    inner.input(bus);
    inner.output(wide);
    ModuleSpec pass = inner.add(new Item.Assign(wide, bus)).build();

    Item.CaseTable table =
        new Item.CaseTable(
            net("square", 4, false),
            net("code", 2, true),
            List.of(
                new Item.Entry(Expr.literal(-2, 2, true), Expr.literal(4, 4, false)),
                new Item.Entry(Expr.literal(-1, 2, true), Expr.literal(1, 4, false)),
                new Item.Entry(Expr.literal(1, 2, true), Expr.literal(1, 4, false))),
            Expr.zeros(4));
    Expr.Net offset = net("OFFSET", 4, false);
    Expr.Net passed = net("passed", 12, false);
    Expr.Net out = net("out", 4, false);
    ModuleSpec.Builder outer = ModuleSpec.builder(Name.of("outer"));
    outer.input(bus);
    outer.output(out);
    outer.add(new Item.Localparam(offset, Expr.literal(3, 4, false), "0.75"));
    outer.add(table);
    outer.add(Item.Wire.driven(passed, "@[value]"));
    outer.add(Item.Instance.of(pass, Name.of("u_pass"), List.of(bus, passed)));
    outer.add(
        new Item.Assign(
            out, Expr.add(new Expr.Call(table, Expr.asSigned(passed.part(4, 2))), offset)));
    assertThat(outer.sinkUnread(Name.of("unused_ok")).build())
        .hasToString(
            """
            `default_nettype none

            module outer (
                input  wire [11:0] bus,
                output wire [3:0]  out
            );

              localparam [3:0] OFFSET = 4'd3;  // 0.75

              function [3:0] square;
                input signed [1:0] code;
                case (code)
                  2'sh2: square = 4'd4;
                  -2'sd1: square = 4'd1;
                  2'sd1: square = 4'd1;
                  default: square = 4'd0;
                endcase
              endfunction

              wire [11:0] passed;  // @[value]
              pass u_pass (
                .bus  (bus),
                .wide (passed)
              );

              assign out = square($signed(passed[5:4])) + OFFSET;

              // ---- bits that nothing reads ----------------------------------------------

              wire unused_ok = &{1'b0, passed[3:0], passed[11:6]};

            endmodule

            `default_nettype wire
            """);
  }

  @Test
  void longConcatenationsAreFilled() {
    Expr.Net wide = net("a_name_of_some_length", 64, false);
    Expr.Net out = net("out", 12, false);
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      parts.add(wide.part(5 * i, 1));
    }
    ModuleSpec.Builder module = ModuleSpec.builder(Name.of("gather"));
    module.input(wide);
    module.output(out);
    module.add(new Item.Assign(out, Expr.concat(parts)));
    assertThat(module.build().toString())
        .contains(
            """
              assign out = {
                  a_name_of_some_length[0], a_name_of_some_length[5], a_name_of_some_length[10],
                  a_name_of_some_length[15], a_name_of_some_length[20], a_name_of_some_length[25],
                  a_name_of_some_length[30], a_name_of_some_length[35], a_name_of_some_length[40],
                  a_name_of_some_length[45], a_name_of_some_length[50], a_name_of_some_length[55]
              };
            """
                .indent(0));
  }

  @Test
  void commentsAreOneLineOfAsciiAndNoPragma() {
    Item.Comment comment =
        Item.Comment.of("größe\nendmodule", "verilator lint_off ALL", " Synopsys translate_off");
    assertThat(comment.lines())
        .containsExactly(
            "gr\\u00f6\\u00dfe\\u000aendmodule",
            "'verilator lint_off ALL'",
            "' Synopsys translate_off'");
  }

  @Test
  void brokenModulesAreRefused() {
    assertThatThrownBy(() -> accumulator().build()).hasMessage("accumulator: nothing drives y");
    assertThatThrownBy(() -> accumulator().add(new Item.Assign(Y, SUM)).build())
        .hasMessage("accumulator: sum is not declared");
    assertThatThrownBy(
            () -> accumulator().add(new Item.Assign(Y, X)).add(new Item.Assign(Y, X)).build())
        .hasMessage("accumulator: y is driven twice");
    assertThatThrownBy(() -> accumulator().add(Item.Wire.of(Q, X)).add(Item.Reg.of(Q)).build())
        .hasMessage("accumulator: sum_q is declared twice");
    assertThatThrownBy(() -> accumulator().add(Item.Reg.of(Q)).add(new Item.Assign(Q, X)).build())
        .hasMessage("accumulator: sum_q is a REG and cannot be driven as a WIRE");
    assertThatThrownBy(() -> accumulator().add(new Item.Assign(Y, net("x", 8, false))).build())
        .hasMessage("accumulator: x is declared with other width or sign than it is used with");
  }

  @Test
  void brokenItemsAreRefused() {
    assertThatThrownBy(() -> new Item.Assign(Y, EN)).hasMessage("y has 8 bits, its value 1: en");
    assertThatThrownBy(
            () ->
                new Item.Combinational(List.of(new Item.Assignment(SUM, Expr.literal(1, 8, true)))))
        .hasMessage("sum is constant; a combinational block would never assign it");
    ModuleSpec module = accumulator().add(new Item.Assign(Y, X)).build();
    assertThatThrownBy(() -> Item.Instance.of(module, Name.of("u"), List.of(CLK)))
        .hasMessage("instance u of accumulator: 1 values for 5 ports");
  }
}
