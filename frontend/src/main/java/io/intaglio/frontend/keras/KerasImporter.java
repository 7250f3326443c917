package io.intaglio.frontend.keras;

import io.intaglio.frontend.keras.file.KerasFiles;
import io.intaglio.frontend.keras.file.KerasModel;
import io.intaglio.frontend.keras.file.Malformed;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;
import java.util.Optional;

/// Reads Keras models: HDF5, `.keras`, and an architecture in JSON with its weights beside it.
public final class KerasImporter {
  private KerasImporter() {}

  /// Whether the content claims to be a Keras model.
  public static boolean claims(byte[] content) {
    return KerasFiles.isHdf5(content) || KerasFiles.isZip(content) || isJson(content);
  }

  /// Whether the content is an architecture whose weights are in another file.
  public static boolean isJson(byte[] content) {
    return KerasFiles.isJson(content);
  }

  /// The network in the bytes of a file.
  ///
  /// @param file the file's name without its folder, for messages
  /// @param weights the bytes of the file of weights, if `content` is JSON
  /// @throws InvalidInput with everything that hinders an exact import
  public static Network read(byte[] content, String file, Optional<byte[]> weights) {
    try {
      KerasModel model =
          KerasFiles.isHdf5(content)
              ? KerasFiles.hdf5(content)
              : KerasFiles.isZip(content)
                  ? KerasFiles.zip(content)
                  : KerasFiles.json(
                      content,
                      weights.orElseThrow(
                          () -> Malformed.of("the architecture has no weights beside it")));
      return new Translation(model, file).network();
    } catch (Malformed e) {
      String help =
          weights.isPresent()
              ? "give the weights that were saved with this architecture, or save the model again"
              : "save the model again with Keras";
      throw new InvalidInput(Diagnostic.error(e.code(), Origin.file(file), e.getMessage(), help));
    }
  }
}
