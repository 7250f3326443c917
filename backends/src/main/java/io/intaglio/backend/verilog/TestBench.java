package io.intaglio.backend.verilog;

import io.intaglio.backend.Artifact;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.rtl.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The self-checking test bench, in Verilog-2005. It keeps one bit a register rank beside the
/// design and so knows in which cycle each result is due; it compares every output bit of every
/// result, and every handshake bit in every cycle. It ends with one line that begins with `PASS` or
/// `FAIL`.
final class TestBench {
  private static final String TEXT =
      """
      //
      //   iverilog -g2005 -y rtl -s @TOP@_tb -o tb.vvp tb/@TOP@_tb.v && vvp tb.vvp
      //
      // Plus-arguments: +stimulus=FILE +expected=FILE, and +seed=N (N > 0) for random gaps in the
      // input and, where the design can stall, a consumer that is not always ready. Override the
      // parameter VECTORS for another number of vectors.

      `default_nettype none

      module @TOP@_tb;

        parameter VECTORS = @VECTORS@;
        parameter MAX_REPORTS = 10;

        localparam LATENCY = @LATENCY@;
        localparam IN_BITS = @IN_BITS@;
        localparam OUT_BITS = @OUT_BITS@;

        reg [IN_BITS-1:0] stimulus [0:VECTORS-1];
        reg [OUT_BITS-1:0] expected [0:VECTORS-1];

        reg clk = 1'b0;
        reg rst = 1'b1;
        reg in_valid = 1'b0;
        reg out_ready = 1'b1;
        reg [IN_BITS-1:0] in_data = {IN_BITS{1'bx}};

        // ---- the design ------------------------------------------------------------

      @DESIGN@
        // ---- when results are due --------------------------------------------------

        reg [LATENCY:0] pipe = {(LATENCY + 1){1'b0}};
        wire due = pipe[LATENCY-1];
        wire en = @ENABLE@;

        integer sent = 0;      // vectors that the design has taken
        integer received = 0;  // results that have left it
        integer drained = 0;   // cycles after the last result
        integer cycle = 0;
        integer errors = 0;
        integer bit_index = 0;
        reg held = 1'b0;       // an input is offered and was not taken

        always @(posedge clk) begin
          cycle <= cycle + 1;
          held <= in_valid && !en;
          if (rst) begin
            pipe <= {(LATENCY + 1){1'b0}};
          end else if (en) begin
            pipe <= {pipe[LATENCY-1:0], in_valid};
            if (in_valid) sent <= sent + 1;
            if (due) received <= received + 1;
          end
          if (received == VECTORS) drained <= drained + 1;
        end

        // ---- what is compared, just before each rising edge ------------------------

        always @(posedge clk) begin
          if (!rst) begin
      @CHECKS@      if (due && out_data !== expected[received]) begin
              errors = errors + 1;
              if (errors <= MAX_REPORTS) begin
                bit_index = 0;
                while (out_data[bit_index] === expected[received][bit_index]) begin
                  bit_index = bit_index + 1;
                end
                $display("cycle %0d, vector %0d: output bit %0d is %b, expected %b",
                         cycle, received, bit_index, out_data[bit_index],
                         expected[received][bit_index]);
              end
            end
          end
          if (drained > LATENCY) begin
            if (errors == 0) begin
              $display("PASS: %0d vectors, %0d cycles", received, cycle);
            end else begin
              $display("FAIL: %0d errors in %0d vectors, %0d cycles", errors, received, cycle);
            end
            $finish;
          end
        end

        // ---- stimulus, changing at falling edges -----------------------------------

        reg [8*1024-1:0] stimulus_file;
        reg [8*1024-1:0] expected_file;
        reg [31:0] seed;
        reg [31:0] random;
        integer vector = 0;
        integer undefined = 0;  // vectors with bits that no file gave

        initial begin
          if (!$value$plusargs("stimulus=%s", stimulus_file)) stimulus_file = "tb/stimulus.hex";
          if (!$value$plusargs("expected=%s", expected_file)) expected_file = "tb/expected.hex";
          if (!$value$plusargs("seed=%d", seed)) seed = 32'd0;
          random = seed;
          $readmemh(stimulus_file, stimulus);
          $readmemh(expected_file, expected);
          // A file that is missing or short leaves undefined bits, which would equal undefined outputs.
          for (vector = 0; vector < VECTORS; vector = vector + 1) begin
            if (^stimulus[vector] === 1'bx || ^expected[vector] === 1'bx) undefined = undefined + 1;
          end
          if (undefined != 0) begin
            $display("FAIL: %0d of %0d vectors are missing; run from the design's folder, or name the",
                     undefined, VECTORS);
            $display("files by +stimulus=FILE +expected=FILE");
            $finish;
          end
          while (undefined == 0) #1 clk = !clk;
        end

        // Shift register with feedback (xorshift32); seed 0 stays 0: no gaps, no stalls.
        always @(negedge clk) begin
          random = random ^ (random << 13);
          random = random ^ (random >> 17);
          random = random ^ (random << 5);
          rst <= cycle < 2;
          out_ready <= !random[4];
          if (!held) begin
            in_valid <= cycle >= 2 && sent < VECTORS && @OFFER@;
            in_data <= {IN_BITS{1'bx}};
            if (cycle >= 2 && sent < VECTORS && @OFFER@) in_data <= stimulus[sent];
          end
        end

      endmodule

      `default_nettype wire
      """;

  private static final String CHECK_VALID =
      """
            if (out_valid !== due) begin
              errors = errors + 1;
              if (errors <= MAX_REPORTS) begin
                $display("cycle %0d: out_valid %b, expected %b", cycle, out_valid, due);
              end
            end
      """;

  private static final String CHECK_READY =
      """
            if (in_ready !== en) begin
              errors = errors + 1;
              if (errors <= MAX_REPORTS) begin
                $display("cycle %0d: in_ready %b, expected %b", cycle, in_ready, en);
              end
            end
      """;

  private final Datapath design;
  private final DesignNames names;
  private final Headers headers;
  private final int vectors;

  TestBench(Datapath design, DesignNames names, Headers headers, int vectors) {
    this.design = design;
    this.names = names;
    this.headers = headers;
    this.vectors = vectors;
  }

  Artifact artifact() {
    String top = names.top().text();
    String text =
        headers.of("Module " + top + "_tb: self-checking test bench.").stream()
                .map(line -> "// " + line + "\n")
                .collect(Collectors.joining())
            + TEXT.replace("@DESIGN@\n", instance())
                .replace("@CHECKS@", checks())
                .replace("@ENABLE@", stalls() ? "!due | out_ready" : "1'b1")
                .replace("@OFFER@", hasValid() ? "!random[0]" : "1'b1")
                .replace("@TOP@", top)
                .replace("@VECTORS@", Integer.toString(vectors))
                .replace("@LATENCY@", Integer.toString(design.latency()))
                .replace("@IN_BITS@", Integer.toString(bits(design.inputs())))
                .replace("@OUT_BITS@", Integer.toString(bits(outputs())));
    return new Artifact("tb/" + top + "_tb.v", text);
  }

  private boolean hasValid() {
    return switch (design.handshake()) {
      case NONE -> false;
      case VALID, VALID_READY -> true;
    };
  }

  private boolean stalls() {
    return design.handshake() == Handshake.VALID_READY;
  }

  private String checks() {
    return switch (design.handshake()) {
      case NONE -> "";
      case VALID -> CHECK_VALID;
      case VALID_READY -> CHECK_VALID + CHECK_READY;
    };
  }

  private List<Bus> outputs() {
    return design.outputs().stream().map(names::busOf).toList();
  }

  private static int bits(List<Bus> buses) {
    return buses.stream().mapToInt(Bus::bits).reduce(0, Math::addExact);
  }

  private String instance() {
    StringBuilder text = new StringBuilder();
    List<String> ports = new ArrayList<>(List.of(".clk (clk)"));
    if (hasValid()) {
      text.append("  wire out_valid;\n");
      ports.add(".rst (rst)");
      ports.add(".in_valid (in_valid)");
      ports.add(".out_valid (out_valid)");
    }
    if (stalls()) {
      text.append("  wire in_ready;\n");
      ports.add(".in_ready (in_ready)");
      ports.add(".out_ready (out_ready)");
    }
    text.append("  wire [OUT_BITS-1:0] out_data;\n\n");
    List<Expr.Net> inputs = design.inputs().stream().map(names::inputPort).toList();
    ports.addAll(slices("in_data", inputs));
    ports.addAll(slices("out_data", names.outputPorts()));
    text.append("  ").append(names.top()).append(" dut (\n    ");
    return text.append(String.join(",\n    ", ports)).append("\n  );\n\n").toString();
  }

  private static List<String> slices(String bus, List<Expr.Net> nets) {
    List<String> ports = new ArrayList<>();
    int lsb = 0;
    for (Expr.Net net : nets) {
      int msb = lsb + net.width() - 1;
      ports.add("." + net.name() + " (" + bus + "[" + msb + ":" + lsb + "])");
      lsb += net.width();
    }
    return ports;
  }
}
