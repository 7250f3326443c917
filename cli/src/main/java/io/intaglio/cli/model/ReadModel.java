package io.intaglio.cli.model;

/// A model file that was read: lowered to integers, or without quantizers and left as it is.
public sealed interface ReadModel permits FloatModel, Model {
  /// The file's name without its folder.
  String file();

  /// SHA-256 of the file's bytes, in hexadecimal.
  String digest();
}
