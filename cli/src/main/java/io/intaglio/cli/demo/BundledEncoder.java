package io.intaglio.cli.demo;

import io.intaglio.cli.array.NdArray;
import io.intaglio.cli.array.NpyFile;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.model.ModelReader;
import io.intaglio.cli.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The network of `examples/econ-encoder`: the model, a thousand showers, and the latents that its
/// training script computed for them.
public final class BundledEncoder {
  public static final String FILE = "encoder.onnx";

  private BundledEncoder() {}

  /// Imports and lowers the bundled model file.
  public static Model model(Settings settings) {
    try {
      Path folder = Files.createTempDirectory("intaglio-demo");
      Path file = folder.resolve(FILE);
      try (InputStream in = open(FILE)) {
        Files.copy(in, file);
        return ModelReader.read(file, settings);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Input codes, `[1000, 48]`.
  public static NdArray showers() {
    return array("showers.npy");
  }

  /// Output codes, `[1000, 16]`.
  public static NdArray latents() {
    return array("latents.npy");
  }

  private static NdArray array(String name) {
    try (InputStream in = open(name)) {
      return NpyFile.read(in, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return BundledEncoder.class.getResourceAsStream("/io/intaglio/cli/demo/" + name);
  }
}
