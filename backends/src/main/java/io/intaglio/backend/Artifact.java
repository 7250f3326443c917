package io.intaglio.backend;

/// One file that a backend made.
///
/// @param path relative to the build folder, with `/`
public record Artifact(String path, String text) {}
