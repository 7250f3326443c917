package io.intaglio.cli.verify;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The module around a design that gives every design the same ports: control bits, one packed
/// vector in, one packed vector out. The design is instantiated unchanged, its ports by position;
/// ports that its handshake lacks read as 1. Values inside the design are read by their
/// hierarchical names and lie behind the outputs.
///
/// @param top the design's top module
/// @param taps nets to read besides the outputs
record Harness(
    String top, Handshake handshake, List<Bus> inputs, List<Bus> outputs, List<Tap> taps) {
  static final String MODULE = "intaglio_harness";

  Harness {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    taps = List.copyOf(taps);
  }

  Harness withTaps(List<Tap> more) {
    return new Harness(top, handshake, inputs, outputs, more);
  }

  /// All inputs, packed.
  Packing input() {
    return Packing.of(inputs.stream().flatMap(bus -> bus.elements().stream()).toList());
  }

  /// All outputs, packed; where a design's outputs lie in a response.
  Packing output() {
    return Packing.of(outputs.stream().flatMap(bus -> bus.elements().stream()).toList());
  }

  /// Outputs and then taps, packed: all of a response.
  Packing observed() {
    List<IntType> types = new ArrayList<>();
    outputs.forEach(bus -> types.addAll(bus.elements()));
    taps.forEach(tap -> types.add(tap.type()));
    return Packing.of(types);
  }

  String verilog() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
        module %s (
            input wire clk,
            input wire rst,
            input wire in_valid,
            output wire in_ready,
            input wire [%d:0] data_in,
            output wire out_valid,
            input wire out_ready,
            output wire [%d:0] data_out
        );
        """,
            MODULE,
            32 * input().words() - 1,
            32 * observed().words() - 1));
    for (int i = 0; i < outputs.size(); i++) {
      text.append(String.format(Locale.ROOT, "  wire [%d:0] q%d;\n", outputs.get(i).bits() - 1, i));
    }
    if (handshake != Handshake.VALID_READY) {
      text.append("  assign in_ready = 1'b1;\n");
    }
    if (handshake == Handshake.NONE) {
      text.append("  assign out_valid = 1'b1;\n");
    }
    text.append("  ").append(top).append(" dut (\n      ");
    text.append(String.join(",\n      ", connections())).append("\n  );\n");
    text.append("  assign data_out = {\n      ");
    text.append(String.join(",\n      ", observedBits().reversed())).append("\n  };\nendmodule\n");
    return text.toString();
  }

  /// In the order of the design's ports.
  private List<String> connections() {
    List<String> list = new ArrayList<>(List.of("clk"));
    if (handshake != Handshake.NONE) {
      list.addAll(List.of("rst", "in_valid"));
    }
    if (handshake == Handshake.VALID_READY) {
      list.add("in_ready");
    }
    int offset = 0;
    for (Bus input : inputs) {
      list.add(String.format(Locale.ROOT, "data_in[%d:%d]", offset + input.bits() - 1, offset));
      offset += input.bits();
    }
    if (handshake != Handshake.NONE) {
      list.add("out_valid");
    }
    if (handshake == Handshake.VALID_READY) {
      list.add("out_ready");
    }
    for (int i = 0; i < outputs.size(); i++) {
      list.add("q" + i);
    }
    return list;
  }

  /// From the least significant part on.
  private List<String> observedBits() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      parts.add("q" + i);
    }
    for (Tap tap : taps) {
      if (tap.type().bits() > 0) {
        parts.add(tap.select("dut"));
      }
    }
    int unused = 32 * observed().words() - observed().bits();
    if (unused > 0) {
      parts.add(unused + "'b0");
    }
    return parts;
  }
}
