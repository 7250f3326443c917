package io.intaglio.ir.text;

import java.nio.ByteBuffer;
import java.util.Locale;

/// How one element of a tensor is stored in the side file.
enum Width {
  U8(1, 0, 0xff),
  S8(1, Byte.MIN_VALUE, Byte.MAX_VALUE),
  U16(2, 0, 0xffff),
  S16(2, Short.MIN_VALUE, Short.MAX_VALUE),
  U32(4, 0, 0xffff_ffffL),
  S32(4, Integer.MIN_VALUE, Integer.MAX_VALUE),
  S64(8, Long.MIN_VALUE, Long.MAX_VALUE),
  F32(4, 0, -1),
  F64(8, 0, -1);

  private final int bytes;
  private final long min;
  private final long max;

  Width(int bytes, long min, long max) {
    this.bytes = bytes;
    this.min = min;
    this.max = max;
  }

  int bytes() {
    return bytes;
  }

  boolean isFloat() {
    return this == F32 || this == F64;
  }

  /// The narrowest that holds `lo` to `hi`.
  static Width holding(long lo, long hi) {
    for (Width width : values()) {
      if (lo >= width.min && hi <= width.max) {
        return width;
      }
    }
    throw new IllegalArgumentException("empty interval [" + lo + ", " + hi + "]");
  }

  void put(ByteBuffer to, long value) {
    switch (this) {
      case U8, S8 -> to.put((byte) value);
      case U16, S16 -> to.putShort((short) value);
      case U32, S32 -> to.putInt((int) value);
      case S64 -> to.putLong(value);
      case F32, F64 -> throw new IllegalArgumentException(this + " holds no integers");
    }
  }

  long get(ByteBuffer from) {
    return switch (this) {
      case U8 -> Byte.toUnsignedLong(from.get());
      case S8 -> from.get();
      case U16 -> Short.toUnsignedLong(from.getShort());
      case S16 -> from.getShort();
      case U32 -> Integer.toUnsignedLong(from.getInt());
      case S32 -> from.getInt();
      case S64 -> from.getLong();
      case F32, F64 -> throw new IllegalArgumentException(this + " holds no integers");
    };
  }

  void put(ByteBuffer to, double value) {
    switch (this) {
      case F32 -> to.putFloat((float) value);
      case F64 -> to.putDouble(value);
      case U8, S8, U16, S16, U32, S32, S64 ->
          throw new IllegalArgumentException(this + " holds no floats");
    }
  }

  double getDouble(ByteBuffer from) {
    return switch (this) {
      case F32 -> from.getFloat();
      case F64 -> from.getDouble();
      case U8, S8, U16, S16, U32, S32, S64 ->
          throw new IllegalArgumentException(this + " holds no floats");
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
