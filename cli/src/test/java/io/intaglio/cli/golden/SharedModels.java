package io.intaglio.cli.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.array.NdArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// The models, data and goldens that lie beside the project: where `INTAGLIO_MODELS` says, else in
/// `../shared/models`. A test that needs them is skipped where they are not.
public final class SharedModels {
  private static final int IDX_HEADER = 16;
  private static final int IDX_LABEL_HEADER = 8;

  private SharedModels() {}

  public static Path file(String name) {
    String given = System.getenv("INTAGLIO_MODELS");
    Path models =
        given != null
            ? Path.of(given)
            : Path.of(System.getProperty("intaglio.root", "."), "..", "shared", "models");
    Path file = models.resolve(name);
    assumeTrue(Files.exists(file), () -> "no shared models: " + name + " is missing");
    return file;
  }

  static long[] signedBytes(String name) {
    byte[] bytes = bytes(name);
    long[] values = new long[bytes.length];
    Arrays.setAll(values, i -> bytes[i]);
    return values;
  }

  static long[] unsignedBytes(String name) {
    long[] codes = signedBytes(name);
    for (int i = 0; i < codes.length; i++) {
      codes[i] &= 0xFF;
    }
    return codes;
  }

  static long[] signedShorts(String name) {
    ByteBuffer buffer = buffer(name);
    long[] values = new long[buffer.remaining() / Short.BYTES];
    Arrays.setAll(values, i -> buffer.getShort(i * Short.BYTES));
    return values;
  }

  static long[] signedInts(String name) {
    ByteBuffer buffer = buffer(name);
    long[] values = new long[buffer.remaining() / Integer.BYTES];
    Arrays.setAll(values, i -> buffer.getInt(i * Integer.BYTES));
    return values;
  }

  public static float[] floats(String name) {
    ByteBuffer buffer = buffer(name);
    float[] values = new float[buffer.remaining() / Float.BYTES];
    buffer.asFloatBuffer().get(values);
    return values;
  }

  /// Bits of bytes, the most significant first.
  static int[] bits(String name) {
    byte[] bytes = bytes(name);
    int[] bits = new int[bytes.length * Byte.SIZE];
    Arrays.setAll(bits, i -> bytes[i / Byte.SIZE] >> (Byte.SIZE - 1 - i % Byte.SIZE) & 1);
    return bits;
  }

  /// The pixels of a compressed IDX file of images.
  static int[] idxImages(String name) {
    return idx(name, IDX_HEADER);
  }

  /// The digits of MNIST's test set.
  static int[] digitLabels() {
    return idx("data/mnist/t10k-labels-idx1-ubyte.gz", IDX_LABEL_HEADER);
  }

  private static int[] idx(String name, int header) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file(name)))) {
      byte[] bytes = in.readAllBytes();
      int[] values = new int[bytes.length - header];
      Arrays.setAll(values, i -> bytes[header + i] & 0xff);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The third column of a file of labels.
  static int[] labels(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8)
        .lines()
        .mapToInt(line -> Integer.parseInt(line.split(",", -1)[2].strip()))
        .toArray();
  }

  static Map<String, NdArray> arrays(String name) {
    return ArrayFiles.readNpz(file(name));
  }

  private static ByteBuffer buffer(String name) {
    return ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
