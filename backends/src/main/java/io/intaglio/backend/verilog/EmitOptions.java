package io.intaglio.backend.verilog;

import java.util.List;

/// What the printer cannot know from the datapath.
///
/// @param tool name and version for the headers, such as `Intaglio 0.1.0`
/// @param header further lines for the top module's header, such as the model's digest; no dates,
///     no absolute paths
/// @param vectors how many vectors the test bench expects unless told otherwise
public record EmitOptions(String tool, List<String> header, int vectors) {
  public EmitOptions {
    header = List.copyOf(header);
    if (vectors < 1) {
      throw new IllegalArgumentException("a test bench of " + vectors + " vectors");
    }
  }
}
