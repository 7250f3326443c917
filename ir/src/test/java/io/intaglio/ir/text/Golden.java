package io.intaglio.ir.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Texts in the resources beside the tests.
final class Golden {
  private Golden() {}

  static String read(String name) {
    try (InputStream stream = Golden.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalArgumentException("no golden " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
