package io.intaglio.frontend.keras.file;

import io.intaglio.ir.diag.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Reads the containers: HDF5 with architecture, zip, and JSON beside HDF5 weights.
public final class KerasFiles {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int MAX_ENTRY_BYTES = 1 << 27;
  private static final int MAX_ENTRIES = 1 << 5;

  private KerasFiles() {}

  public static boolean isHdf5(byte[] content) {
    return startsWith(content, HDF5);
  }

  public static boolean isZip(byte[] content) {
    return startsWith(content, new byte[] {'P', 'K', 3, 4});
  }

  /// Whether the content begins as a JSON object.
  public static boolean isJson(byte[] content) {
    for (byte b : content) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b == '{';
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] content, byte[] magic) {
    return content.length >= magic.length
        && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
  }

  /// A whole model in HDF5.
  public static KerasModel hdf5(byte[] content) throws Malformed {
    try (StoredTensors tensors = StoredTensors.open(content)) {
      Optional<String> config = tensors.text("", "model_config");
      if (config.isEmpty()) {
        throw Malformed.of(
            "it holds weights without an architecture; name the architecture's JSON file");
      }
      return StoredWeights.attach(ModelConfig.parse(config.get()), tensors);
    }
  }

  /// An architecture in JSON and its weights in HDF5.
  public static KerasModel json(byte[] architecture, byte[] weights) throws Malformed {
    KerasModel model = ModelConfig.parse(new String(architecture, StandardCharsets.UTF_8));
    if (!isHdf5(weights)) {
      throw Malformed.of("the weights are no HDF5 file");
    }
    try (StoredTensors tensors = StoredTensors.open(weights)) {
      return StoredWeights.attach(model, tensors);
    }
  }

  /// A `.keras` file.
  public static KerasModel zip(byte[] content) throws Malformed {
    byte[] config = null;
    byte[] weights = null;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      ZipEntry entry = zip.getNextEntry();
      for (int n = 0; entry != null; n++) {
        if (n >= MAX_ENTRIES) {
          throw new Malformed(Code.MOD_TOO_LARGE, "more than " + MAX_ENTRIES + " zip entries");
        }
        switch (entry.getName()) {
          case "config.json" -> config = bytes(zip, entry.getName());
          case "model.weights.h5" -> weights = bytes(zip, entry.getName());
          // Read under the same limit: leaving an entry would inflate all of it.
          default -> bytes(zip, "an entry");
        }
        if (config != null && weights != null) {
          break;
        }
        entry = zip.getNextEntry();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw Malformed.of("the zip file cannot be read");
    }
    if (config == null || weights == null) {
      throw Malformed.of("the zip file has no config.json or no model.weights.h5");
    }
    return json(config, weights);
  }

  private static byte[] bytes(ZipInputStream zip, String name) throws IOException, Malformed {
    byte[] bytes = zip.readNBytes(MAX_ENTRY_BYTES + 1);
    if (bytes.length > MAX_ENTRY_BYTES) {
      throw new Malformed(
          Code.MOD_TOO_LARGE, name + " has more than " + MAX_ENTRY_BYTES + " bytes");
    }
    return bytes;
  }
}
