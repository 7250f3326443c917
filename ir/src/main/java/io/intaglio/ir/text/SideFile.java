package io.intaglio.ir.text;

import io.intaglio.ir.diag.InvalidInput;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The statement that ties a text to its side file:
/// `weights {length = 1024, sha256 = "…"}`. A text whose tensors are all in it has none.
final class SideFile {
  static final String WORD = "weights";

  private SideFile() {}

  static List<Statement> describe(byte[] weights) {
    if (weights.length == 0) {
      return List.of();
    }
    return List.of(
        Statement.of(
            new Syntax.Construct(
                WORD,
                List.of(),
                List.of(
                    Syntax.Attribute.of("length", Syntax.number(weights.length)),
                    Syntax.Attribute.of("sha256", Syntax.text(digest(weights)))),
                Place.NONE)));
  }

  /// Opens the side file to the tensors of the text, if it is the one that was written with it. A
  /// text that names no side file needs none; whatever lies beside it is not looked at.
  ///
  /// @throws InvalidInput if it is another
  static void open(Statement statement, byte[] weights, Reading in) {
    Statements.requireBare(statement, in);
    Attributes attributes = Attributes.of(statement.construct(), in);
    long length = ScalarCodecs.LONG.read(attributes.require("length"), in);
    String sha256 = ScalarCodecs.STRING.read(attributes.require("sha256"), in);
    attributes.end();
    String help = "the two files belong together: copy both";
    if (length != weights.length) {
      throw in.end(
          statement.place(),
          "the side file has " + weights.length + " bytes instead of " + length,
          help);
    }
    if (!digest(weights).equals(sha256)) {
      throw in.end(
          statement.place(), "the side file is not the one that was written with this text", help);
    }
    if (!in.weights().open()) {
      in.report(statement.place(), "a second '" + WORD + "'", "");
    }
  }

  private static String digest(byte[] weights) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
