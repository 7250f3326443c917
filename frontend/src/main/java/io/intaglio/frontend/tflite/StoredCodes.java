package io.intaglio.frontend.tflite;

import io.intaglio.ir.type.IntType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.tensorflow.lite.schema.TensorType;

/// How a file stores the codes of a tensor: little-endian, two's complement, int4 two a byte with
/// the low half first.
final class StoredCodes {
  private StoredCodes() {}

  /// The type of a tensor's codes; empty if it holds no integers.
  static Optional<IntType> type(FlatTensor tensor) {
    return switch (tensor.type()) {
      case TensorType.INT4 -> Optional.of(IntType.signed(4));
      case TensorType.INT8 -> Optional.of(IntType.signed(8));
      case TensorType.UINT8 -> Optional.of(IntType.unsigned(8));
      case TensorType.INT16 -> Optional.of(IntType.signed(16));
      case TensorType.INT32 -> Optional.of(IntType.signed(32));
      // Biases of 64 bits; a code beyond 63 is refused where it is read.
      case TensorType.INT64 -> Optional.of(IntType.signed(IntType.MAX_BITS));
      default -> Optional.empty();
    };
  }

  /// How many bytes hold `elements` codes.
  static long bytes(IntType type, long elements) {
    return type.bits() == 4 ? (elements + 1) / 2 : elements * width(type);
  }

  private static int width(IntType type) {
    return (type.bits() + 7) / 8;
  }

  static long[] decode(IntType type, byte[] content, int elements) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long[] codes = new long[elements];
    for (int i = 0; i < elements; i++) {
      codes[i] =
          switch (type.bits()) {
            case 4 -> (byte) (bytes.get(i / 2) << (i % 2 == 0 ? 4 : 0)) >> 4;
            case 8 -> type.signed() ? bytes.get(i) : Byte.toUnsignedInt(bytes.get(i));
            case 16 -> bytes.getShort(2 * i);
            case 32 -> bytes.getInt(4 * i);
            default -> bytes.getLong(8 * i);
          };
    }
    return codes;
  }
}
