package io.intaglio.frontend;

/// How a model file is to be read.
///
/// @param profile the rounding profile, or empty for the one that the file's format implies
public record ImportOptions(String profile) {
  public static final ImportOptions DEFAULT = new ImportOptions("");
}
