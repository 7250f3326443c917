package io.intaglio.frontend;

import java.nio.file.Path;
import java.util.Optional;

/// How a model file is to be read.
///
/// @param profile the rounding profile, or empty for the one that the file's format implies
/// @param weights the file of weights of a Keras architecture in JSON, if not the one beside it
public record ImportOptions(String profile, Optional<Path> weights) {
  public static final ImportOptions DEFAULT = new ImportOptions("");

  public ImportOptions(String profile) {
    this(profile, Optional.empty());
  }
}
