package io.intaglio.frontend.tflite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/// The folder of real networks beside the project. Tests that need it are skipped without it.
final class SharedTflite {
  private SharedTflite() {}

  static Path file(String name) {
    String given = System.getenv("INTAGLIO_MODELS");
    Path folder =
        given == null
            ? Path.of(System.getProperty("intaglio.root", "."), "..", "shared", "models")
            : Path.of(given);
    assumeTrue(Files.isDirectory(folder), "the folder shared/models is absent");
    return folder.resolve(name);
  }

  static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  /// The data of one array of `golden/tflite_ops.npz`, without its header.
  static byte[] singleOperator(String key) throws IOException {
    try (ZipFile zip = new ZipFile(file("golden/tflite_ops.npz").toFile());
        InputStream in = zip.getInputStream(zip.getEntry(key + ".npy"))) {
      byte[] all = in.readAllBytes();
      int header = Byte.toUnsignedInt(all[8]) | Byte.toUnsignedInt(all[9]) << 8;
      byte[] data = new byte[all.length - 10 - header];
      System.arraycopy(all, 10 + header, data, 0, data.length);
      return data;
    }
  }

  static long[] codes(byte[] bytes) {
    long[] codes = new long[bytes.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = bytes[i];
    }
    return codes;
  }
}
