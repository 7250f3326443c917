package io.intaglio.frontend.onnx;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Reads arrays of NumPy's `.npz` files: C order, little-endian, int8 or float32.
public final class Npz {
  private static final Pattern TYPE = Pattern.compile("'descr': '([^']+)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

  private Npz() {}

  public record Array(Shape shape, FloatTensor values) {
    public double at(int flat) {
      return values.at(flat);
    }
  }

  public static Array read(Path file, String key) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(key + ".npy");
      ByteBuffer bytes = ByteBuffer.wrap(zip.getInputStream(entry).readAllBytes());
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      int header = Short.toUnsignedInt(bytes.getShort(8));
      String text = new String(bytes.array(), 10, header, StandardCharsets.US_ASCII);
      bytes.position(10 + header);
      int[] shape =
          Arrays.stream(find(SHAPE, text).split(",", -1))
              .map(String::strip)
              .filter(extent -> !extent.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
      String type = find(TYPE, text);
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (type) {
              case "|i1" -> bytes.get();
              case "<f4" -> bytes.getFloat();
              default -> throw new IOException("type " + type);
            };
      }
      Shape extents = Shape.of(shape);
      return new Array(extents, FloatTensor.of(extents, FloatType.FLOAT32, values));
    }
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException(text);
    }
    return matcher.group(1);
  }
}
