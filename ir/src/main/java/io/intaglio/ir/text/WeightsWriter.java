package io.intaglio.ir.text;

import io.intaglio.ir.type.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Collects the side file: tensors one after the other, little-endian, row-major, each in the
/// narrowest width that holds it.
final class WeightsWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /// Stores integers and gives what stands for them in the text.
  Syntax add(Shape shape, long[] values, long min, long max) {
    Width width = Width.holding(min, max);
    byte[] data = new byte[Math.multiplyExact(values.length, width.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      width.put(buffer, value);
    }
    return add(shape, width, data);
  }

  Syntax add(Shape shape, double[] values, Width width) {
    byte[] data = new byte[Math.multiplyExact(values.length, width.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      width.put(buffer, value);
    }
    return add(shape, width, data);
  }

  private Syntax add(Shape shape, Width width, byte[] data) {
    int offset = bytes.size();
    bytes.writeBytes(data);
    return new Syntax.Construct(
        WeightsReader.WORD,
        List.of(),
        List.of(
            Syntax.Attribute.of("type", Syntax.Construct.word(width.word())),
            Syntax.Attribute.of("shape", ScalarCodecs.SHAPE.write(shape)),
            Syntax.Attribute.of("offset", Syntax.number(offset)),
            Syntax.Attribute.of("length", Syntax.number(data.length))),
        Place.NONE);
  }
}
