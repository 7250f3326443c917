package io.intaglio.cli.verify;

import io.intaglio.cli.tool.ExternalProcess;
import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Compiles a design and a bench that reads a stimulus file and writes a response file.
final class IcarusCompiler {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final FoundTool icarus;

  IcarusCompiler(FoundTool icarus) {
    this.icarus = icarus;
  }

  /// The compiled `harness` around the design in the folder `design`, made in the folder `work`.
  ///
  /// @throws DesignRefused if Icarus does not take the design
  IcarusProgram compile(Harness harness, Path design, Path work) {
    try {
      Path file = Files.writeString(work.resolve(Harness.MODULE + ".v"), harness.verilog());
      Path bench = Files.writeString(work.resolve("intaglio_bench.v"), bench(harness));
      Path program = work.resolve("bench.vvp");
      Outcome outcome =
          new ExternalProcess(
                  List.of(
                      icarus.program("iverilog"),
                      "-g2005",
                      "-s",
                      "intaglio_bench",
                      "-y",
                      design.toString(),
                      "-o",
                      program.toString(),
                      bench.toString(),
                      file.toString()),
                  work,
                  PATIENCE)
              .run();
      if (!outcome.succeeded()) {
        throw new DesignRefused("Icarus does not take the design:\n" + outcome.tail(12));
      }
      return new IcarusProgram(icarus, program, harness.observed().words(), work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A record of the stimulus is one word of control bits and the input words, the most significant
  /// first; a line of the response is `in_ready`, `out_valid` and the outputs in binary.
  static String bench(Harness harness) {
    int words = harness.input().words();
    return String.format(
        Locale.ROOT,
        """
    `timescale 1ns / 1ps
    module intaglio_bench;
      reg clk;
      reg [%d:0] record;
      wire in_ready;
      wire out_valid;
      wire [%d:0] data_out;
      integer stimulus, response, cycles, first, cycle, count;
      reg [8191:0] name;
      intaglio_harness harness (
          .clk(clk),
          .rst(record[%d]),
          .in_valid(record[%d]),
          .in_ready(in_ready),
          .data_in(record[%d:0]),
          .out_valid(out_valid),
          .out_ready(record[%d]),
          .data_out(data_out)
      );
      initial begin
        clk = 1'b0;
        if (!$value$plusargs("cycles=%%d", cycles)) $finish;
        if (!$value$plusargs("first=%%d", first)) $finish;
        if (!$value$plusargs("stimulus=%%s", name)) $finish;
        stimulus = $fopen(name, "rb");
        if (!$value$plusargs("response=%%s", name)) $finish;
        response = $fopen(name, "w");
        for (cycle = 0; cycle < cycles; cycle = cycle + 1) begin
          count = $fread(record, stimulus);
          #1;
          if (cycle >= first) $fwrite(response, "%%b%%b%%b\\n", in_ready, out_valid, data_out);
          clk = 1'b1;
          #1;
          clk = 1'b0;
        end
        $finish;
      end
    endmodule
    """,
        32 * (words + 1) - 1,
        32 * harness.observed().words() - 1,
        32 * words,
        32 * words + 1,
        32 * words - 1,
        32 * words + 2);
  }
}
