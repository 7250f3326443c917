package io.intaglio.frontend.tflite;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;
import java.util.Set;

/// Reads TFLite files of int8 networks under the profile `tflm`: the rounding of TensorFlow Lite
/// for Microcontrollers and of TFLite's former reference kernels.
///
/// What is not exact or not supported is refused, all of it at once.
public final class TfliteImporter {
  /// The rounding profile that is supported, and the default.
  public static final String PROFILE = "tflm";

  private static final Set<String> OTHER_PROFILES =
      Set.of("tflite-reference", "tflite-xnnpack", "tflite-single");

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
    checkProfile(options.profile(), file);
    try {
      return new Translation(FlatModel.decode(content), file).network();
    } catch (Malformed e) {
      throw refusal(e.code(), file, e.getMessage(), "convert the model again");
    }
  }

  private static void checkProfile(String profile, String file) {
    if (profile.isEmpty() || profile.equals(PROFILE)) {
      return;
    }
    boolean known = OTHER_PROFILES.contains(profile);
    throw refusal(
        Code.USE_OPTION,
        file,
        "the profile '"
            + profile
            + "' is "
            + (known ? "not supported" : "not one for TFLite files"),
        "use the profile " + PROFILE);
  }

  private static InvalidInput refusal(Code code, String file, String message, String help) {
    return new InvalidInput(Diagnostic.error(code, Origin.file(file), message, help));
  }
}
