package io.intaglio.frontend;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.util.List;
import java.util.stream.Stream;

/// The names of all rounding profiles: whose arithmetic a file means. A profile belongs to a file
/// format; each importer says which is its default.
public final class Profiles {
  /// What a network without quantizers is said to be read under.
  public static final String FLOAT = "float";

  private Profiles() {}

  /// A file format and the profiles that its files can be read under.
  public enum Format {
    TFLITE("TFLite", "tflm", "tflite-reference", "tflite-xnnpack", "tflite-single"),
    ONNX("ONNX", "qonnx", "onnxruntime", "exact"),
    KERAS("Keras", "qkeras", "hgq");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // copied, so that nothing changes it
    private final List<String> profiles;

    Format(String title, String... profiles) {
      this.title = title;
      this.profiles = List.of(profiles);
    }

    public String title() {
      return title;
    }

    public List<String> profiles() {
      return profiles;
    }

    /// Demands that `profile` is one for files of this format, or empty.
    ///
    /// @param file the file's name without its folder
    /// @throws InvalidInput if it is another's, or unknown
    void demandFits(String profile, String file) {
      if (!profile.isEmpty() && !profiles.contains(profile)) {
        throw new InvalidInput(
            Diagnostic.error(
                Code.USE_OPTION,
                Origin.file(file),
                "the profile '"
                    + FileNames.printable(profile)
                    + "' is not one for "
                    + title
                    + " files",
                "use one of " + String.join(", ", profiles)));
      }
    }
  }

  /// All names, by format.
  public static List<String> names() {
    return Stream.of(Format.values()).flatMap(format -> format.profiles().stream()).toList();
  }
}
