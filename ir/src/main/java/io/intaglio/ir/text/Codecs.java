package io.intaglio.ir.text;

import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the codec of a type: a known one, or one made from the components of a record and the
/// members of a sealed family, once.
final class Codecs {
  private static final Map<Type, Codec<?>> CACHE = new HashMap<>(known());

  private Codecs() {}

  private static Map<Type, Codec<?>> known() {
    return Map.ofEntries(
        Map.entry(long.class, ScalarCodecs.LONG),
        Map.entry(Long.class, ScalarCodecs.LONG),
        Map.entry(int.class, ScalarCodecs.INT),
        Map.entry(Integer.class, ScalarCodecs.INT),
        Map.entry(boolean.class, ScalarCodecs.BOOLEAN),
        Map.entry(float.class, ScalarCodecs.FLOAT),
        Map.entry(double.class, ScalarCodecs.DOUBLE),
        Map.entry(String.class, ScalarCodecs.STRING),
        Map.entry(Ref.class, ScalarCodecs.REF),
        Map.entry(Rational.class, ScalarCodecs.RATIONAL),
        Map.entry(IntType.class, ScalarCodecs.INT_TYPE),
        Map.entry(Shape.class, ScalarCodecs.SHAPE),
        Map.entry(Origin.class, ScalarCodecs.ORIGIN),
        Map.entry(IntTensor.class, TensorCodecs.INT),
        Map.entry(FloatTensor.class, TensorCodecs.FLOAT),
        Map.entry(RationalTensor.class, TensorCodecs.RATIONAL),
        Map.entry(Range.class, RangeCodec.RANGE));
  }

  /// The codec of a class.
  @SuppressWarnings("unchecked")
  static <T> Codec<T> of(Class<T> type) {
    // Every entry of the cache is a codec of its key.
    return (Codec<T>) find(type);
  }

  /// The codec of a record, which can also stand under another word.
  static <T extends Record> RecordCodec<T> ofRecord(Class<T> type) {
    return (RecordCodec<T>) of(type);
  }

  /// The codec of a record component's type.
  @SuppressWarnings("unchecked")
  static Codec<Object> of(Type type) {
    return (Codec<Object>) find(type);
  }

  private static synchronized Codec<?> find(Type type) {
    Codec<?> codec = CACHE.get(type);
    if (codec == null) {
      codec = make(type);
      CACHE.put(type, codec);
    }
    return codec;
  }

  private static Codec<?> make(Type type) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class -> listCodec(list);
      case ParameterizedType option when option.getRawType() == Optional.class ->
          new OptionalCodec<>(of(option.getActualTypeArguments()[0]));
      case Class<?> enumeration when enumeration.isEnum() -> enumCodec(enumeration);
      case Class<?> family when family.isSealed() -> new SealedCodec<>(family);
      case Class<?> record when record == Surd.class -> new SurdCodec();
      case Class<?> record when record.isRecord() -> new RecordCodec<>(record);
      default -> throw new IllegalArgumentException("no text form for " + type);
    };
  }

  private static Codec<?> listCodec(ParameterizedType list) {
    Type element = list.getActualTypeArguments()[0];
    return element == Source.class ? new SourceListCodec() : new ListCodec<>(of(element));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Codec<?> enumCodec(Class<?> type) {
    return new EnumCodec(type);
  }
}
