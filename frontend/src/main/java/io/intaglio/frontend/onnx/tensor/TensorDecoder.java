package io.intaglio.frontend.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Decodes `TensorProto`: `raw_data`, little-endian, or the typed field that ONNX prescribes for
/// the element type.
public final class TensorDecoder {
  private TensorDecoder() {}

  /// Says why a tensor cannot be read.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /// The tensor, once the sizes that it declares and that it has are found to agree.
  public static ConstantTensor decode(TensorProto proto, ElementBudget budget)
      throws Malformed, TooLarge {
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || proto.getExternalDataCount() > 0) {
      throw new Malformed("its data lie in another file");
    }
    if (proto.hasSegment()) {
      throw new Malformed("it is stored in segments");
    }
    int code = proto.getDataType();
    ElementType type =
        ElementType.of(code)
            .orElseThrow(
                () ->
                    new Malformed(
                        "its element type " + ElementType.name(code) + " is not supported"));
    long[] dims = new long[proto.getDimsCount()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = proto.getDims(axis);
      if (dims[axis] < 0) {
        throw new Malformed("its extent " + dims[axis] + " is negative");
      }
    }
    Shape shape = ElementBudget.shape(dims);
    long stored = stored(proto, type, shape.elements());
    if (stored != shape.elements()) {
      throw new Malformed(
          "its shape " + shape + " has " + shape.elements() + " elements, its data " + stored);
    }
    budget.claim(shape);
    return type.isFloat() ? reals(proto, type, shape) : integers(proto, type, shape);
  }

  private static long stored(TensorProto proto, ElementType type, long elements) throws Malformed {
    if (type.isPacked()) {
      int bytes = proto.hasRawData() ? proto.getRawData().size() : proto.getInt32DataCount();
      return bytes == (elements + 1) / 2 ? elements : 2L * bytes;
    }
    if (proto.hasRawData()) {
      int bytes = proto.getRawData().size();
      if (bytes % type.bytes() != 0) {
        throw new Malformed(bytes + " bytes of data are not a whole number of elements");
      }
      return bytes / type.bytes();
    }
    return switch (type) {
      case FLOAT32 -> proto.getFloatDataCount();
      case FLOAT64 -> proto.getDoubleDataCount();
      case INT64 -> proto.getInt64DataCount();
      case UINT32 -> proto.getUint64DataCount();
      case INT32, INT16, INT8, UINT16, UINT8, BOOL, FLOAT16 -> proto.getInt32DataCount();
      case INT4, UINT4 -> throw new AssertionError(type);
    };
  }

  private static ConstantTensor reals(TensorProto proto, ElementType type, Shape shape) {
    double[] values = new double[shape.size()];
    ByteBuffer raw = raw(proto);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT32 -> raw == null ? proto.getFloatData(i) : raw.getFloat();
            case FLOAT64 -> raw == null ? proto.getDoubleData(i) : raw.getDouble();
            case FLOAT16 ->
                Float.float16ToFloat(raw == null ? (short) proto.getInt32Data(i) : raw.getShort());
            case INT64, UINT32, INT32, INT16, INT8, UINT16, UINT8, BOOL, INT4, UINT4 ->
                throw new AssertionError(type);
          };
    }
    return ConstantTensor.Reals.of(shape, type, values);
  }

  private static ConstantTensor integers(TensorProto proto, ElementType type, Shape shape)
      throws Malformed {
    long[] values = new long[shape.size()];
    ByteBuffer raw = raw(proto);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          type.isPacked()
              ? half(raw == null ? proto.getInt32Data(i / 2) : raw.get(i / 2), i, type)
              : raw == null ? typed(proto, type, i) : bits(raw, type);
      if (!type.holds(values[i])) {
        throw new Malformed("its element " + values[i] + " is not of type " + type);
      }
    }
    return new ConstantTensor.Integers(IntTensor.of(shape, values), type);
  }

  /// One of the two elements of a byte.
  private static long half(int both, int i, ElementType type) {
    int bits = (i % 2 == 0 ? both : both >> 4) & 0xF;
    return type.isSigned() && bits >= 8 ? bits - 16 : bits;
  }

  private static ByteBuffer raw(TensorProto proto) {
    return proto.hasRawData()
        ? proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN)
        : null;
  }

  private static long typed(TensorProto proto, ElementType type, int i) {
    return switch (type) {
      case INT64 -> proto.getInt64Data(i);
      case UINT32 -> proto.getUint64Data(i);
      case INT32, INT16, INT8, UINT16, UINT8, BOOL -> proto.getInt32Data(i);
      case INT4, UINT4, FLOAT16, FLOAT32, FLOAT64 -> throw new AssertionError(type);
    };
  }

  private static long bits(ByteBuffer raw, ElementType type) {
    return switch (type) {
      case INT64 -> raw.getLong();
      case UINT32 -> Integer.toUnsignedLong(raw.getInt());
      case INT32 -> raw.getInt();
      case INT16 -> raw.getShort();
      case UINT16 -> Short.toUnsignedInt(raw.getShort());
      case INT8 -> raw.get();
      case UINT8 -> Byte.toUnsignedInt(raw.get());
      case BOOL -> Byte.toUnsignedInt(raw.get());
      case INT4, UINT4, FLOAT16, FLOAT32, FLOAT64 -> throw new AssertionError(type);
    };
  }
}
