package io.intaglio.frontend.keras.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Reads the containers: HDF5 with architecture, zip, and JSON beside HDF5 weights.
public final class KerasFiles {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final int MAX_WEIGHTS_BYTES = 1 << 27;

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
      Optional<String> config = tensors.texts().one("", "model_config");
      if (config.isEmpty()) {
        throw Malformed.of(
            "it holds weights without an architecture; name the architecture's JSON file");
      }
      byte[] architecture = config.get().getBytes(StandardCharsets.UTF_8);
      return StoredWeights.attach(ModelConfig.parse(architecture), tensors);
    }
  }

  /// An architecture in JSON and its weights in HDF5, a file of its own.
  public static KerasModel json(byte[] architecture, byte[] weights) throws Malformed {
    KerasModel model = ModelConfig.parse(architecture);
    if (!isHdf5(weights)) {
      throw Malformed.of("the weights are no HDF5 file");
    }
    try (StoredTensors tensors = StoredTensors.open(weights)) {
      StoredWeights.demandLayers(model, tensors);
      return StoredWeights.attach(model, tensors);
    }
  }

  /// A `.keras` file.
  public static KerasModel zip(byte[] content) throws Malformed {
    ZipDirectory zip = ZipDirectory.of(content);
    Optional<byte[]> config = zip.content("config.json", ModelConfig.MAX_BYTES);
    Optional<byte[]> weights = zip.content("model.weights.h5", MAX_WEIGHTS_BYTES);
    if (config.isEmpty() || weights.isEmpty()) {
      throw Malformed.of("the zip file has no config.json or no model.weights.h5");
    }
    KerasModel model = ModelConfig.parse(config.get());
    if (!isHdf5(weights.get())) {
      throw Malformed.of("model.weights.h5 in the zip file is no HDF5 file");
    }
    try (StoredTensors tensors = StoredTensors.open(weights.get())) {
      return StoredWeights.attach(model, tensors);
    }
  }
}
