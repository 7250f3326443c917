package io.intaglio.ir.text;

import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// `.fx` files, and beside each the side file with its larger tensors: `G.fx` and `G.fx.weights`.
public final class FxFiles {
  /// Longer texts are refused unread.
  private static final long MAX_TEXT_BYTES = 1L << 26;

  private static final long MAX_WEIGHTS_BYTES = 1L << 30;

  private FxFiles() {}

  /// The side file of `fx`.
  public static Path weights(Path fx) {
    return fx.resolveSibling(name(fx) + ".weights");
  }

  /// Whether `file` is there and begins as every lowered graph does.
  public static boolean isFx(Path file) {
    byte[] start = (Form.WORD + " " + FxWriter.KIND + " ").getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(start.length), start);
    } catch (IOException e) {
      return false;
    }
  }

  /// Writes both files, the side file only if there is need of one. They are made in a folder
  /// beside and moved to their places, the text last: no reader sees half a file.
  ///
  /// @throws InvalidInput if they cannot be written
  public static void write(Path fx, Certified certified) {
    FxText written = FxWriter.write(certified);
    try {
      Path fresh = Files.createTempDirectory(folder(fx), ".intaglio-");
      Path text = fresh.resolve("text");
      Path side = fresh.resolve("weights");
      try {
        Files.write(side, written.weights());
        Files.writeString(text, written.text());
        if (written.weights().length > 0) {
          Files.move(side, weights(fx), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(text, fx, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(side);
        Files.deleteIfExists(text);
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OUTPUT,
              Origin.file(name(fx)),
              "cannot write the file: " + reason(e),
              "check that its folder exists and may be written"));
    }
  }

  private static Path folder(Path fx) throws IOException {
    Path folder = fx.toAbsolutePath().getParent();
    if (folder == null) {
      throw new FileAlreadyExistsException(fx.toString());
    }
    return folder;
  }

  /// Reads both files.
  ///
  /// @throws InvalidInput if they cannot be read, or are no lowered network
  public static Certified read(Path fx) {
    Path weights = weights(fx);
    String text = decode(bytes(fx, MAX_TEXT_BYTES), fx);
    byte[] side = Files.exists(weights) ? bytes(weights, MAX_WEIGHTS_BYTES) : new byte[0];
    return FxReader.read(text, side, name(fx));
  }

  private static byte[] bytes(Path file, long limit) {
    try {
      if (Files.size(file) > limit) {
        throw new InvalidInput(
            Diagnostic.error(
                Code.MOD_TOO_LARGE,
                Origin.file(name(file)),
                "a file of " + Files.size(file) + " bytes; up to " + limit + " are read",
                "split the network"));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.MOD_UNREADABLE,
              Origin.file(name(file)),
              "cannot read the file: " + reason(e),
              "check that the file exists and may be read"));
    }
  }

  private static String decode(byte[] bytes, Path file) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.IR_TEXT,
              Origin.file(name(file)),
              "the text is not UTF-8",
              "write it with `intaglio lower`"));
    }
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "");
  }
}
