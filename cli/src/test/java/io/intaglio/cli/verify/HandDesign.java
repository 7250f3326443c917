package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A small network and Verilog for it written by hand, so that the verifier is tested on text that
/// no backend of ours made: `acc = dense(a)`, `sum = acc + b`, `y = clamp((sum + 2) >> 2)`.
///
/// Four ranks: the inputs, `acc`, `sum`, `y`; `b` waits one rank for `acc`.
final class HandDesign {
  private final Handshake handshake;
  private final Map<String, String> files = new LinkedHashMap<>();

  HandDesign(Handshake handshake) {
    this.handshake = handshake;
    String enable = handshake == Handshake.VALID_READY ? "if (en) " : "";
    String port = enable.isEmpty() ? "\n" : "input wire en,\n";
    files.put(
        "acc_layer",
        """
        module acc_layer (
            input wire clk,
            ENABLE_PORT
            input wire [31:0] a,
            output wire [21:0] y
        );
          wire signed [10:0] w0 = {{3{a[7]}}, a[7:0]};
          wire signed [10:0] w1 = {{3{a[15]}}, a[15:8]};
          wire signed [10:0] w2 = {{3{a[23]}}, a[23:16]};
          wire signed [10:0] w3 = {{3{a[31]}}, a[31:24]};
          reg signed [10:0] acc0;
          reg signed [10:0] acc1;
          always @(posedge clk) begin
            ENABLE acc0 <= (w0 + (w1 <<< 1)) + ((w3 - w2) + 11'sd5);
            ENABLE acc1 <= ((w2 <<< 1) + w2) - (w3 + 11'sd7);
          end
          assign y = {acc1, acc0};
        endmodule
        """
            .replace("ENABLE ", enable)
            .replace("ENABLE_PORT\n", port));
    files.put(
        "sum_layer",
        """
        module sum_layer (
            input wire clk,
            ENABLE_PORT
            input wire [21:0] acc,
            input wire [9:0] b,
            output wire [23:0] y
        );
          wire signed [11:0] acc0 = {acc[10], acc[10:0]};
          wire signed [11:0] acc1 = {acc[21], acc[21:11]};
          reg signed [11:0] sum0;
          reg signed [11:0] sum1;
          always @(posedge clk) begin
            ENABLE sum0 <= acc0 + $signed({7'd0, b[4:0]});
            ENABLE sum1 <= acc1 + $signed({7'd0, b[9:5]});
          end
          assign y = {sum1, sum0};
        endmodule
        """
            .replace("ENABLE ", enable)
            .replace("ENABLE_PORT\n", port));
    files.put(
        "y_layer",
        """
        module y_layer (
            input wire clk,
            ENABLE_PORT
            input wire [23:0] sum,
            output wire [13:0] y
        );
          wire signed [11:0] s0 = ($signed(sum[11:0]) + 12'sd2) >>> 2;
          wire signed [11:0] s1 = ($signed(sum[23:12]) + 12'sd2) >>> 2;
          reg [6:0] y0;
          reg [6:0] y1;
          always @(posedge clk) begin
            ENABLE y0 <= s0 < 12'sd0 ? 7'd0 : s0 > 12'sd100 ? 7'd100 : s0[6:0];
            ENABLE y1 <= s1 < 12'sd0 ? 7'd0 : s1 > 12'sd100 ? 7'd100 : s1[6:0];
          end
          assign y = {y1, y0};
        endmodule
        """
            .replace("ENABLE ", enable)
            .replace("ENABLE_PORT\n", port));
    files.put("top", top(enable));
  }

  private String top(String enable) {
    String ports =
        switch (handshake) {
          case NONE -> "input wire [31:0] a, input wire [9:0] b, output wire [13:0] y";
          case VALID ->
              "input wire rst, input wire in_valid, input wire [31:0] a, input wire [9:0] b,"
                  + " output wire out_valid, output wire [13:0] y";
          case VALID_READY ->
              "input wire rst, input wire in_valid, output wire in_ready, input wire [31:0] a,"
                  + " input wire [9:0] b, output wire out_valid, input wire out_ready,"
                  + " output wire [13:0] y";
        };
    String control =
        switch (handshake) {
          case NONE -> "";
          case VALID ->
              """
                reg v1, v2, v3, v4;
                always @(posedge clk) begin
                  v1 <= rst ? 1'b0 : in_valid;
                  v2 <= rst ? 1'b0 : v1;
                  v3 <= rst ? 1'b0 : v2;
                  v4 <= rst ? 1'b0 : v3;
                end
                assign out_valid = v4;
              """;
          case VALID_READY ->
              """
                reg v1, v2, v3, v4;
                wire en = !v4 | out_ready;
                assign in_ready = en;
                always @(posedge clk) begin
                  v1 <= rst ? 1'b0 : en ? in_valid : v1;
                  v2 <= rst ? 1'b0 : en ? v1 : v2;
                  v3 <= rst ? 1'b0 : en ? v2 : v3;
                  v4 <= rst ? 1'b0 : en ? v3 : v4;
                end
                assign out_valid = v4;
              """;
        };
    return """
    module top (input wire clk, PORTS);
    CONTROL
      reg [31:0] a_q;
      reg [9:0] b_q;
      reg [9:0] b_q2;
      wire [21:0] acc;
      wire [23:0] sum;
      always @(posedge clk) begin
        ENABLE a_q <= a;
        ENABLE b_q <= b;
        ENABLE b_q2 <= b_q;
      end
      acc_layer acc_i (.clk(clk), ENABLE_PIN .a(a_q), .y(acc));
      sum_layer sum_i (.clk(clk), ENABLE_PIN .acc(acc), .b(b_q2), .y(sum));
      y_layer y_i (.clk(clk), ENABLE_PIN .sum(sum), .y(y));
    endmodule
    """
        .replace("PORTS", ports)
        .replace("CONTROL", control)
        .replace("ENABLE_PIN ", enable.isEmpty() ? "" : ".en(en), ")
        .replace("ENABLE ", enable);
  }

  /// Plants a fault: the text must occur.
  HandDesign replace(String module, String text, String by) {
    assertThat(files.get(module)).contains(text);
    files.put(module, files.get(module).replace(text, by));
    return this;
  }

  Design write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey() + ".v"), file.getValue());
    }
    return new Design(folder, "top", taps());
  }

  private static List<Tap> taps() {
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      taps.add(new Tap("a", i, "a_q", 8 * i, false, IntType.signed(8), 1));
    }
    for (int i = 0; i < 2; i++) {
      taps.add(new Tap("b", i, "b_q", 5 * i, false, IntType.unsigned(5), 1));
      taps.add(new Tap("acc", i, "acc_i.acc" + i, 0, true, IntType.signed(11), 2));
      taps.add(new Tap("b_late", i, "b_q2", 5 * i, false, IntType.unsigned(5), 2));
      taps.add(new Tap("sum", i, "sum_i.sum" + i, 0, true, IntType.signed(12), 3));
      taps.add(new Tap("y", i, "y_i.y" + i, 0, true, IntType.unsigned(7), 4));
    }
    return taps;
  }

  Datapath datapath() {
    Kernel unused = new Kernel("kernel", List.of(), List.of(), 1);
    return new Datapath(
        "top",
        5000,
        "fpga",
        handshake,
        List.of(bus("a", IntType.signed(8), 4, 1), bus("b", IntType.unsigned(5), 2, 1)),
        List.of(
            new Layer.Compute(
                bus("acc", IntType.signed(11), 2, 2),
                "Dense",
                unused,
                List.of(),
                Origin.node("hand.onnx", "fc")),
            new Layer.Delay(bus("b_late", IntType.unsigned(5), 2, 2), "b", 1, Origin.NONE),
            new Layer.Compute(
                bus("sum", IntType.signed(12), 2, 3), "Add", unused, List.of(), Origin.NONE),
            new Layer.Compute(
                bus("y", IntType.unsigned(7), 2, 4), "Rescale", unused, List.of(), Origin.NONE)),
        List.of("y"),
        4,
        1);
  }

  private static Bus bus(String value, IntType type, int elements, int stage) {
    return new Bus(value, java.util.Collections.nCopies(elements, type), stage);
  }

  static Certified network() {
    Value a = value("a", IntType.signed(8), 4, Range.uniform(-128, 127));
    Value b = value("b", IntType.unsigned(5), 2, Range.uniform(1, 29, 2));
    Value acc = value("acc", IntType.signed(11), 2, Range.uniform(-1024, 1023));
    Value sum = value("sum", IntType.signed(12), 2, Range.uniform(-2048, 2047));
    Value y = value("y", IntType.unsigned(7), 2, Range.uniform(0, 100));
    FixedGraph graph =
        new FixedGraph(
            "hand",
            List.of(a, b),
            List.of(
                new Node(
                    acc,
                    new Dense(
                        new Ref("a"),
                        IntTensor.of(Shape.of(2, 4), 1, 2, -1, 1, 0, 0, 3, -1),
                        IntTensor.vector(5, -7),
                        0)),
                new Node(sum, new Add(new Ref("acc"), new Ref("b"))),
                new Node(
                    y,
                    new Rescale(
                        new Ref("sum"),
                        IntTensor.scalar(1),
                        IntTensor.scalar(2),
                        IntTensor.scalar(2),
                        IntTensor.scalar(0),
                        IntTensor.scalar(0),
                        IntTensor.scalar(100),
                        Rounding.FLOOR))),
            List.of("y"));
    return new Certified(new Boundary("hand.onnx", List.of(), graph, List.of()), List.of());
  }

  private static Value value(String name, IntType type, int elements, Range range) {
    return new Value(name, type, Shape.of(elements), range, Scale.NONE, Origin.NONE);
  }
}
