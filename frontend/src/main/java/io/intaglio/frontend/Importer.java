package io.intaglio.frontend;

import io.intaglio.frontend.keras.KerasImporter;
import io.intaglio.frontend.onnx.OnnxImporter;
import io.intaglio.frontend.tflite.TfliteImporter;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads a model file of any known format, told apart by content, never by the name's ending.
public final class Importer {
  /// Larger files are refused before they are read.
  public static final long MAX_FILE_BYTES = 1L << 27;

  private Importer() {}

  /// The network in `file`.
  ///
  /// @throws InvalidInput with everything in the file that hinders an exact import
  public static Network read(Path file, ImportOptions options) {
    Path name = file.getFileName();
    String source = FileNames.printable(name == null ? file.toString() : name.toString());
    byte[] content = content(file, source, "a model file");
    demandUse(options, content, source);
    if (KerasImporter.claims(content)) {
      Profiles.Format.KERAS.demandFits(options.profile(), source);
      Network network =
          named(KerasImporter.read(content, source, weights(file, content, source, options)));
      demandProfile(options.profile(), network);
      return network;
    }
    return named(read(content, source, options));
  }

  private static Network read(byte[] content, String source, ImportOptions options) {
    if (TfliteImporter.claims(content)) {
      Profiles.Format.TFLITE.demandFits(options.profile(), source);
      return TfliteImporter.read(content, source, options);
    }
    Profiles.Format.ONNX.demandFits(options.profile(), source);
    return OnnxImporter.read(content, source, options);
  }

  /// A Keras model's layers say whose quantizers they hold; no other profile can be meant.
  private static void demandProfile(String profile, Network network) {
    if (!profile.isEmpty() && !network.isFloat() && !profile.equals(network.profile())) {
      throw refusal(
          Code.USE_OPTION,
          network.source(),
          "the profile '" + profile + "' is not one for this file",
          "use the profile " + network.profile());
    }
  }

  /// Weights are named for nothing but an architecture that has none.
  private static void demandUse(ImportOptions options, byte[] content, String source) {
    if (options.weights().isPresent() && !KerasImporter.isJson(content)) {
      throw refusal(
          Code.USE_OPTION,
          source,
          "a file of weights is given for a model that is no Keras architecture in JSON",
          "leave the weights out, or name the architecture's JSON file");
    }
  }

  /// The weights of an architecture in JSON: those that the options name, or `NAME_weights.h5` or
  /// `NAME.weights.h5` beside `NAME.json`.
  private static Optional<byte[]> weights(
      Path file, byte[] content, String source, ImportOptions options) {
    if (!KerasImporter.isJson(content)) {
      return Optional.empty();
    }
    if (options.weights().isPresent()) {
      Path named = options.weights().get();
      return Optional.of(weights(named, String.valueOf(named.getFileName())));
    }
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    List<String> names = List.of(stem + "_weights.h5", stem + ".weights.h5");
    for (String candidate : names) {
      Path beside = file.resolveSibling(candidate);
      if (Files.isRegularFile(beside)) {
        return Optional.of(weights(beside, candidate));
      }
    }
    throw refusal(
        Code.MOD_UNREADABLE,
        source,
        "the architecture has no weights beside it",
        "put its weights into "
            + FileNames.printable(String.join(" or ", names))
            + ", or name their file with --weights");
  }

  private static byte[] weights(Path file, String name) {
    return content(file, FileNames.printable(name), "the file of weights that was saved with it");
  }

  /// Without quantizers nothing is rounded by any profile.
  private static Network named(Network network) {
    return network.isFloat()
        ? new Network(
            network.source(), Profiles.FLOAT, network.inputs(), network.nodes(), network.outputs())
        : network;
  }

  /// @param what the file is to be, as in "a model file"
  private static byte[] content(Path file, String source, String what) {
    try {
      if (!Files.isRegularFile(file)) {
        throw refusal(Code.MOD_UNREADABLE, source, found(file), "name " + what);
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(Math.toIntExact(MAX_FILE_BYTES) + 1);
        if (content.length > MAX_FILE_BYTES) {
          String message = "the file has more than " + MAX_FILE_BYTES + " bytes";
          throw refusal(Code.MOD_TOO_LARGE, source, message, "import a smaller part of the model");
        }
        return content;
      }
    } catch (IOException e) {
      String message = "the file cannot be read: " + e.getClass().getSimpleName();
      throw refusal(Code.MOD_UNREADABLE, source, message, "check the file's permissions");
    }
  }

  private static String found(Path file) {
    if (!Files.exists(file)) {
      return "the file does not exist";
    }
    return Files.isDirectory(file) ? "this is a folder" : "the file is not a regular file";
  }

  private static InvalidInput refusal(Code code, String source, String message, String help) {
    return new InvalidInput(Diagnostic.error(code, Origin.file(source), message, help));
  }
}
