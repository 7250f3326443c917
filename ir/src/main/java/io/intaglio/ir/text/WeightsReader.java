package io.intaglio.ir.text;

import io.intaglio.ir.type.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Gives tensors of the side file. Together they may not be longer than the file, so that a short
/// file cannot be unfolded into much memory.
final class WeightsReader {
  /// The word that stands for a tensor in the side file.
  static final String WORD = "side";

  private final byte[] bytes;
  private long remaining;
  private boolean open;

  WeightsReader(byte[] bytes) {
    this.bytes = bytes;
    this.remaining = bytes.length;
  }

  /// Lets tensors be read; false if they could be already.
  boolean open() {
    boolean first = !open;
    open = true;
    return first;
  }

  /// A stored tensor, its buffer at its first element.
  record Stored(Shape shape, Width width, ByteBuffer buffer) {}

  static boolean isStored(Syntax node) {
    return node instanceof Syntax.Construct construct && construct.word().equals(WORD);
  }

  Stored get(Syntax node, Reading in) {
    if (!open) {
      throw in.refusal(
          node.place(), "a tensor in the side file, which 'weights' did not name before", "");
    }
    Syntax.Construct construct = (Syntax.Construct) node;
    Attributes attributes = Attributes.of(construct, in);
    Syntax typeNode = attributes.require("type");
    Shape shape = ScalarCodecs.SHAPE.read(attributes.require("shape"), in);
    long offset = ScalarCodecs.LONG.read(attributes.require("offset"), in);
    long length = ScalarCodecs.LONG.read(attributes.require("length"), in);
    attributes.end();
    Width width =
        width(typeNode)
            .orElseThrow(
                () ->
                    in.refusal(
                        typeNode.place(),
                        "no element type of the side file",
                        "types are " + types()));
    if (offset < 0 || length < 0 || offset > bytes.length || length > bytes.length - offset) {
      throw in.refusal(
          node.place(),
          "bytes " + offset + " to " + (offset + length) + " of a side file of " + bytes.length,
          "");
    }
    if (shape.elements() * width.bytes() != length) {
      throw in.refusal(
          node.place(),
          length + " bytes for " + shape.elements() + " elements of " + width.word(),
          "");
    }
    remaining -= length;
    if (remaining < 0) {
      throw in.refusal(node.place(), "parts of the side file are used twice", "");
    }
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes, (int) offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    return new Stored(shape, width, buffer);
  }

  private static Optional<Width> width(Syntax node) {
    return node instanceof Syntax.Construct construct && construct.isWord()
        ? Arrays.stream(Width.values()).filter(w -> w.word().equals(construct.word())).findFirst()
        : Optional.empty();
  }

  private static String types() {
    return Arrays.toString(Width.values()).toLowerCase(Locale.ROOT);
  }
}
