package io.intaglio.frontend.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import io.intaglio.frontend.onnx.tensor.TooLarge;
import java.io.IOException;

/// Counts what parsing a protobuf message would allocate, before it is parsed: two bytes of a file
/// can stand for an object of a hundred.
final class WireCensus {
  static final int MAX_OBJECTS = 1 << 20;
  static final int MAX_NUMBERS = 1 << 24;
  static final int MAX_VARIABLE_LENGTH_NUMBERS = 1 << 23;

  /// Graphs in attributes of nodes of graphs are refused beyond this depth of messages.
  static final int MAX_DEPTH = 48;

  private int objects;
  private long numbers;
  private long variable;

  private WireCensus() {}

  /// @throws TooLarge if a count exceeds its bound
  /// @throws IOException if the bytes are no protobuf message
  static void check(byte[] content, Descriptor type) throws IOException, TooLarge {
    CodedInputStream in = CodedInputStream.newInstance(content);
    in.setSizeLimit(Integer.MAX_VALUE);
    new WireCensus().message(in, type, 0);
  }

  private void message(CodedInputStream in, Descriptor type, int depth)
      throws IOException, TooLarge {
    if (depth > MAX_DEPTH) {
      throw new TooLarge("messages are nested more than " + MAX_DEPTH + " deep");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (field == null || !delimited) {
        count(field);
        if (!in.skipField(tag)) {
          throw new IOException("a group ends that never began");
        }
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        object();
        int outer = in.pushLimit(in.readRawVarint32());
        message(in, field.getMessageType(), depth + 1);
        in.popLimit(outer);
      } else {
        int bytes = in.readRawVarint32();
        countPacked(field, bytes);
        in.skipRawBytes(bytes);
      }
    }
  }

  private void count(FieldDescriptor field) throws TooLarge {
    if (field == null || !field.isRepeated()) {
      object();
    } else {
      numbers(1, true);
    }
  }

  private void countPacked(FieldDescriptor field, int bytes) throws TooLarge {
    switch (field.getType()) {
      case FLOAT -> numbers(bytes / 4, false);
      case DOUBLE -> numbers(bytes / 8, false);
      case STRING, BYTES -> object();
      default -> numbers(bytes, true);
    }
  }

  private void object() throws TooLarge {
    if (++objects > MAX_OBJECTS) {
      throw new TooLarge("the file has more than " + MAX_OBJECTS + " parts");
    }
  }

  private void numbers(long count, boolean isVariable) throws TooLarge {
    numbers += count;
    variable += isVariable ? count : 0;
    if (numbers > MAX_NUMBERS || variable > MAX_VARIABLE_LENGTH_NUMBERS) {
      throw new TooLarge("the file has more numbers than are read");
    }
  }
}
