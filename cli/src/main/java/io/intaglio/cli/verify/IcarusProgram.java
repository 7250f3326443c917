package io.intaglio.cli.verify;

import io.intaglio.cli.tool.ExternalProcess;
import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.ToolFailure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A design compiled by Icarus Verilog: four states, registers undefined at power-up.
///
/// @param words 32-bit words of packed outputs a cycle
record IcarusProgram(FoundTool icarus, Path program, int words, Path work) implements RtlSimulator {
  private static final Duration PATIENCE = Duration.ofHours(2);

  @Override
  public Response run(Stimulus stimulus) {
    try {
      Path from = Files.createTempFile(work, "stimulus", ".bin");
      Path to = Files.createTempFile(work, "response", ".txt");
      try {
        write(stimulus, from);
        new ExternalProcess(command(stimulus, from, to), work, PATIENCE).run().orThrow();
        return read(stimulus, to);
      } finally {
        Files.deleteIfExists(from);
        Files.deleteIfExists(to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Stimulus stimulus, Path from, Path to) {
    return List.of(
        icarus.program("vvp"),
        "-n",
        program.toString(),
        "+cycles=" + stimulus.cycles(),
        "+first=" + stimulus.recordFrom(),
        "+stimulus=" + from.getFileName(),
        "+response=" + to.getFileName());
  }

  private static void write(Stimulus stimulus, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      int words = stimulus.words();
      for (int cycle = 0; cycle < stimulus.cycles(); cycle++) {
        out.writeInt(stimulus.control()[cycle]);
        for (int word = words - 1; word >= 0; word--) {
          out.writeInt(stimulus.data()[cycle * words + word]);
        }
      }
    }
  }

  private Response read(Stimulus stimulus, Path file) throws IOException {
    int rows = stimulus.cycles() - stimulus.recordFrom();
    byte[] status = new byte[rows];
    int[] data = new int[Math.multiplyExact(rows, words)];
    int[] unknown = new int[data.length];
    byte[] line = new byte[2 + 32 * words + 1];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int row = 0; row < rows; row++) {
        if (in.readNBytes(line, 0, line.length) != line.length || line[line.length - 1] != '\n') {
          throw new ToolFailure("vvp wrote a response of " + row + " rows, expected " + rows);
        }
        status[row] =
            (byte)
                (state(line[0], Response.IN_READY, Response.IN_READY_UNKNOWN)
                    | state(line[1], Response.OUT_VALID, Response.OUT_VALID_UNKNOWN));
        for (int bit = 0; bit < 32 * words; bit++) {
          byte digit = line[line.length - 2 - bit];
          int at = row * words + bit / 32;
          data[at] |= state(digit, 1, 0) << bit;
          unknown[at] |= state(digit, 0, 1) << bit;
        }
      }
    }
    return new Response(stimulus.recordFrom(), status, words, data, unknown);
  }

  private static int state(byte digit, int whenSet, int whenUnknown) {
    return switch (digit) {
      case '0' -> 0;
      case '1' -> whenSet;
      default -> whenUnknown;
    };
  }
}
