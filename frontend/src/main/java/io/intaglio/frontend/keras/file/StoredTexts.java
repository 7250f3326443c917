package io.intaglio.frontend.keras.file;

import io.intaglio.ir.diag.Code;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.object.datatype.VariableLength;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The texts that the groups of an HDF5 file have as attributes.
record StoredTexts(MeteredStorage storage, Map<String, Group> groups) {
  private static final long MAX_ATTRIBUTE_BYTES = 1L << 25;
  private static final int REFERENCE_BYTES = 16;

  /// Characters of all texts of an attribute; elements may share what they refer to.
  private static final long MAX_TEXT_BYTES = 1L << 28;

  /// A group's attribute of text.
  Optional<String> one(String group, String attribute) throws Malformed {
    Object data = attribute(group, attribute);
    return data instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// A group's attribute of several texts; Keras splits long ones into `name0`, `name1`, ….
  List<String> several(String group, String attribute) throws Malformed {
    List<String> all = new ArrayList<>();
    Object whole = attribute(group, attribute);
    if (whole != null) {
      add(all, whole);
      return all;
    }
    for (int part = 0; part < StoredTensors.MAX_NODES; part++) {
      Object data = attribute(group, attribute + part);
      if (data == null) {
        break;
      }
      add(all, data);
    }
    return all;
  }

  private static void add(List<String> all, Object data) throws Malformed {
    if (data instanceof String[] texts) {
      all.addAll(List.of(texts));
    } else if (data instanceof String text) {
      all.add(text);
    } else if (!(data.getClass().isArray() && Array.getLength(data) == 0)) {
      throw Malformed.of("a list of names is no list of texts");
    }
  }

  private Object attribute(String group, String name) throws Malformed {
    return storage.guarded(
        () -> {
          Group at = groups.get(group);
          Attribute attribute = at == null ? null : at.getAttribute(name);
          if (attribute == null || attribute.isEmpty()) {
            return null;
          }
          if (attribute.getSizeInBytes() > MAX_ATTRIBUTE_BYTES
              || attribute.getSize() > StoredTensors.MAX_NODES) {
            throw new Malformed(Code.MOD_TOO_LARGE, "an attribute is too large");
          }
          if (attribute.getDataType() instanceof VariableLength) {
            demandShortTexts(attribute.getBuffer());
          }
          return attribute.getData();
        });
  }

  /// A text of variable length is a reference into a heap: its length, the heap's address, a number
  /// there. A few bytes an element may all lead to one large text.
  ///
  /// Source: HDF5 File Format Specification 3.0, III.E, IV.B.
  private void demandShortTexts(ByteBuffer references) throws Malformed {
    ByteBuffer all = references.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long heaps = 0;
    Map<Long, Long> sizes = new HashMap<>();
    for (int at = all.position(); at + REFERENCE_BYTES <= all.limit(); at += REFERENCE_BYTES) {
      long address = all.getLong(at + Integer.BYTES);
      if (all.getInt(at + Integer.BYTES + Long.BYTES) != 0) {
        heaps += sizes.computeIfAbsent(address, this::heapBytes);
      }
      if (heaps > MAX_TEXT_BYTES) {
        throw new Malformed(Code.MOD_TOO_LARGE, "an attribute's texts are too large");
      }
    }
  }

  private long heapBytes(long address) {
    long size = storage.readBufferFromAddress(address + Long.BYTES, Long.BYTES).getLong(0);
    if (size < 0 || size > storage.size()) {
      throw new IllegalStateException("a heap of " + size + " bytes");
    }
    return size;
  }
}
