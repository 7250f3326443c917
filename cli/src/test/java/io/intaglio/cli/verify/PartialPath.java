package io.intaglio.cli.verify;

import io.intaglio.cli.tool.Tool;
import io.intaglio.cli.tool.ToolFinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A search path on which only some tools are.
final class PartialPath {
  private PartialPath() {}

  /// Links to the programs of `tools`, made in `folder`.
  static ToolFinder with(Path folder, Tool... tools) {
    try {
      for (Tool tool : tools) {
        for (String program : tool.programs()) {
          Path real = Path.of(ToolFinder.onPath().find(tool).orElseThrow().program(program));
          Files.createSymbolicLink(folder.resolve(program), real);
        }
      }
      return new ToolFinder(List.of(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
