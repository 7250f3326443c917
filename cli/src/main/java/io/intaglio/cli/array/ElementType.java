package io.intaglio.cli.array;

import java.nio.ByteBuffer;
import java.util.Optional;

/// The element types of `.npy` files that are read: booleans, integers and real floating point.
///
/// Source: numpy.lib.format, version 1.0 to 3.0 of the header.
public enum ElementType {
  BOOL("b1", 1),
  INT8("i1", 1),
  INT16("i2", 2),
  INT32("i4", 4),
  INT64("i8", 8),
  UINT8("u1", 1),
  UINT16("u2", 2),
  UINT32("u4", 4),
  UINT64("u8", 8),
  FLOAT16("f2", 2),
  FLOAT32("f4", 4),
  FLOAT64("f8", 8);

  private final String code;
  private final int bytes;

  ElementType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /// The type of a NumPy type string without its byte order: `i2`, `f4`.
  static Optional<ElementType> ofCode(String code) {
    for (ElementType type : values()) {
      if (type.code.equals(code)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// NumPy's type string in little-endian order.
  String descriptor() {
    return (bytes == 1 ? "|" : "<") + code;
  }

  public int bytes() {
    return bytes;
  }

  public boolean isReal() {
    return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /// The narrowest signed or unsigned integer type that holds `lo` and `hi`.
  public static ElementType holding(long lo, long hi) {
    if (lo >= 0) {
      return hi < 1 << 8 ? UINT8 : hi < 1 << 16 ? UINT16 : hi < 1L << 32 ? UINT32 : INT64;
    }
    if (lo >= Byte.MIN_VALUE && hi <= Byte.MAX_VALUE) {
      return INT8;
    }
    if (lo >= Short.MIN_VALUE && hi <= Short.MAX_VALUE) {
      return INT16;
    }
    return lo >= Integer.MIN_VALUE && hi <= Integer.MAX_VALUE ? INT32 : INT64;
  }

  /// The next integer of `from`.
  ///
  /// @throws ArithmeticException if it is an unsigned one of 2^63 or more
  long getInteger(ByteBuffer from) {
    return switch (this) {
      case BOOL, UINT8 -> from.get() & 0xFF;
      case INT8 -> from.get();
      case INT16 -> from.getShort();
      case UINT16 -> from.getShort() & 0xFFFF;
      case INT32 -> from.getInt();
      case UINT32 -> from.getInt() & 0xFFFF_FFFFL;
      case INT64 -> from.getLong();
      case UINT64 -> {
        long value = from.getLong();
        if (value < 0) {
          throw new ArithmeticException(Long.toUnsignedString(value) + " is over 63 bits");
        }
        yield value;
      }
      case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException(code + " is real");
    };
  }

  double getReal(ByteBuffer from) {
    return switch (this) {
      case FLOAT16 -> Float.float16ToFloat(from.getShort());
      case FLOAT32 -> from.getFloat();
      case FLOAT64 -> from.getDouble();
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> getInteger(from);
    };
  }

  void putInteger(ByteBuffer to, long value) {
    switch (this) {
      case BOOL, INT8, UINT8 -> to.put((byte) value);
      case INT16, UINT16 -> to.putShort((short) value);
      case INT32, UINT32 -> to.putInt((int) value);
      case INT64, UINT64 -> to.putLong(value);
      case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalStateException(code + " is real");
    }
  }

  void putReal(ByteBuffer to, double value) {
    switch (this) {
      case FLOAT16 -> to.putShort(Float.floatToFloat16((float) value));
      case FLOAT32 -> to.putFloat((float) value);
      case FLOAT64 -> to.putDouble(value);
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
          throw new IllegalStateException(code + " is an integer");
    }
  }
}
