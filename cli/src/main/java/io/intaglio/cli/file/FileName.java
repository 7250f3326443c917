package io.intaglio.cli.file;

import java.nio.file.Path;

/// The name by which a file is spoken of.
public final class FileName {
  private FileName() {}

  /// The last name of `path`, or all of a path that has none, as `/`.
  public static String of(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }
}
