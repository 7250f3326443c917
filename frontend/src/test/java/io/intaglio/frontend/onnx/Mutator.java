package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Damages model files in the tree of messages that they hold.
final class Mutator {
  private static final long[] NUMBERS = {
    0, 1, -1, 2, 3, 7, 8, 64, 1 << 20, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final double[] REALS = {
    0, -0.0, 1, -1, 0.5, 1e-45, 3e38, 1e300, Double.NaN, Double.POSITIVE_INFINITY
  };
  private static final String[] TEXTS = {
    "", "x", "y", "Quant", "Relu", "Loop", "\u0000\n", "FLOOR"
  };

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /// Changes one to three fields somewhere in the tree of messages.
  byte[] damageTree(byte[] content) throws InvalidProtocolBufferException {
    ModelProto.Builder model = ModelProto.parseFrom(content).toBuilder();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      List<Message.Builder> all = new ArrayList<>();
      collect(model, all);
      damage(all.get(random.nextInt(all.size())));
    }
    return model.build().toByteArray();
  }

  private static void collect(Message.Builder message, List<Message.Builder> all) {
    all.add(message);
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          collect(message.getRepeatedFieldBuilder(field, i), all);
        }
      } else if (message.hasField(field)) {
        collect(message.getFieldBuilder(field), all);
      }
    }
  }

  private void damage(Message.Builder message) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    List<FieldDescriptor> present =
        fields.stream()
            .filter(
                field ->
                    field.isRepeated()
                        ? message.getRepeatedFieldCount(field) > 0
                        : message.hasField(field))
            .toList();
    boolean old = !present.isEmpty() && random.nextInt(8) != 0;
    List<FieldDescriptor> choice = old ? present : fields;
    if (choice.isEmpty()) {
      return;
    }
    FieldDescriptor field = choice.get(random.nextInt(choice.size()));
    if (!field.isRepeated()) {
      if (random.nextInt(4) == 0) {
        message.clearField(field);
      } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        message.setField(field, value(field));
      }
      return;
    }
    damageList(message, field);
  }

  private void damageList(Message.Builder message, FieldDescriptor field) {
    int count = message.getRepeatedFieldCount(field);
    boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    switch (count == 0 ? 3 : random.nextInt(4)) {
      case 0 -> {
        List<Object> left = new ArrayList<>(elements(message, field));
        left.remove(random.nextInt(count));
        message.setField(field, left);
      }
      case 1 -> {
        List<Object> more = new ArrayList<>(elements(message, field));
        more.add(random.nextInt(count + 1), more.get(random.nextInt(count)));
        message.setField(field, more);
      }
      case 2 -> {
        int at = random.nextInt(count);
        Object other = elements(message, field).get(random.nextInt(count));
        message.setRepeatedField(
            field, at, isMessage || random.nextBoolean() ? other : value(field));
      }
      default -> {
        if (!isMessage) {
          message.addRepeatedField(field, value(field));
        }
      }
    }
  }

  private static List<Object> elements(Message.Builder message, FieldDescriptor field) {
    List<Object> elements = new ArrayList<>();
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      Object element = message.getRepeatedField(field, i);
      elements.add(element);
    }
    return elements;
  }

  private Object value(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> (int) NUMBERS[random.nextInt(NUMBERS.length)];
      case LONG -> NUMBERS[random.nextInt(NUMBERS.length)];
      case FLOAT -> (float) REALS[random.nextInt(REALS.length)];
      case DOUBLE -> REALS[random.nextInt(REALS.length)];
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS[random.nextInt(TEXTS.length)];
      case BYTE_STRING -> ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]);
      case ENUM -> {
        List<EnumValueDescriptor> values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case MESSAGE -> throw new AssertionError(field);
    };
  }
}
