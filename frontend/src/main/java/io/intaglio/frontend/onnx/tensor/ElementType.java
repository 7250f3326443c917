package io.intaglio.frontend.onnx.tensor;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.IntType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Element types of ONNX tensors that can be read (`TensorProto.DataType`).
public enum ElementType {
  FLOAT32(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  FLOAT64(11, 8),
  UINT32(12, 4),
  UINT4(21, 1),
  INT4(22, 1);

  private final int code;
  private final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  public static Optional<ElementType> of(long code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  /// What ONNX calls a type, for messages; types that are not read have a name too.
  public static String name(long code) {
    return of(code)
        .map(type -> type.name().toLowerCase(Locale.ROOT))
        .orElse(
            switch (Math.clamp(code, 0, Integer.MAX_VALUE)) {
              case 8 -> "string";
              case 13 -> "uint64";
              case 14 -> "complex64";
              case 15 -> "complex128";
              case 16 -> "bfloat16";
              case 17 -> "float8e4m3fn";
              case 18 -> "float8e4m3fnuz";
              case 19 -> "float8e5m2";
              case 20 -> "float8e5m2fnuz";
              case 23 -> "float4e2m1";
              case 24 -> "float8e8m0";
              case 25 -> "uint2";
              case 26 -> "int2";
              default -> "of code " + code;
            });
  }

  /// Whether quantizers make codes of this type.
  public boolean isQuantized() {
    return switch (this) {
      case UINT4, INT4, UINT8, INT8, UINT16, INT16, INT32 -> true;
      case FLOAT16, FLOAT32, FLOAT64, INT64, UINT32, BOOL -> false;
    };
  }

  /// Width of an element of an integer type.
  public int bits() {
    return isPacked() ? 4 : 8 * bytes;
  }

  /// Whether `raw_data` holds two elements in a byte, the first in the low half.
  public boolean isPacked() {
    return this == UINT4 || this == INT4;
  }

  /// This integer type in the network.
  public IntType integers() {
    return isSigned() ? IntType.signed(bits()) : IntType.unsigned(bits());
  }

  public long lowest() {
    return integers().min();
  }

  public long highest() {
    return integers().max();
  }

  /// Size of an element in `raw_data`.
  public int bytes() {
    return bytes;
  }

  public boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64 || this == FLOAT16;
  }

  /// Whether arithmetic on activations is carried out in this type.
  public boolean isComputed() {
    return this == FLOAT32 || this == FLOAT64;
  }

  public boolean isSigned() {
    return switch (this) {
      case INT4, INT8, INT16, INT32, INT64, FLOAT16, FLOAT32, FLOAT64 -> true;
      case UINT4, UINT8, UINT16, UINT32, BOOL -> false;
    };
  }

  /// The type that NumPy 2 computes in when an array of this type meets one of float32.
  public FloatType withFloat32() {
    return switch (this) {
      case FLOAT32, FLOAT16, UINT4, INT4, UINT8, INT8, UINT16, INT16, BOOL -> FloatType.FLOAT32;
      case FLOAT64, INT32, UINT32, INT64 -> FloatType.FLOAT64;
    };
  }

  /// Whether the integer `value` is one of this integer type.
  public boolean holds(long value) {
    return switch (this) {
      case UINT4 -> value >= 0 && value <= 0xF;
      case INT4 -> value >= -8 && value <= 7;
      case UINT8 -> value >= 0 && value <= 0xFF;
      case INT8 -> value == (byte) value;
      case UINT16 -> value >= 0 && value <= 0xFFFF;
      case INT16 -> value == (short) value;
      case INT32 -> value == (int) value;
      case UINT32 -> value >= 0 && value <= 0xFFFF_FFFFL;
      case BOOL -> value == 0 || value == 1;
      case INT64 -> true;
      case FLOAT16, FLOAT32, FLOAT64 -> false;
    };
  }
}
