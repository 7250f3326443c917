package io.intaglio.frontend.tflite;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;
import java.util.Map;

/// Reads TFLite files of quantized networks under the rounding profile of a runtime: `tflm`,
/// `tflite-reference`, `tflite-xnnpack` or `tflite-single`.
///
/// What is not exact or not supported is refused, all of it at once.
public final class TfliteImporter {
  private TfliteImporter() {}

  /// Whether the content claims to be a TFLite file.
  public static boolean claims(byte[] content) {
    return content.length >= 8
        && content[4] == 'T'
        && content[5] == 'F'
        && content[6] == 'L'
        && content[7] == '3';
  }

  /// The network in the bytes of a file.
  ///
  /// @param file the file's name without its folder, for messages
  /// @throws InvalidInput with everything that hinders an exact import
  public static Network read(byte[] content, String file, ImportOptions options) {
    Profile profile =
        Profile.of(options.profile())
            .orElseThrow(
                () ->
                    refusal(
                        Code.USE_OPTION,
                        file,
                        "the profile '" + options.profile() + "' is not one for TFLite files",
                        "use one of " + String.join(", ", Profile.ids())));
    try {
      return new Translation(FlatModel.decode(content), file, profile).network();
    } catch (Malformed e) {
      throw refusal(e.code(), file, e.getMessage(), "convert the model again");
    }
  }

  private static InvalidInput refusal(Code code, String file, String message, String help) {
    return new InvalidInput(Diagnostic.error(code, Origin.file(file), message, help));
  }

  /// Of every built-in operator, whether it is read, for documentation.
  public static Map<String, String> operators() {
    return OperatorTable.statuses();
  }
}
