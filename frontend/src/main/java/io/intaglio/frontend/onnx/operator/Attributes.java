package io.intaglio.frontend.onnx.operator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.intaglio.frontend.FileNames;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The attributes of a node. Those that nobody asked for are what the reader does not understand.
final class Attributes {
  private final Map<String, AttributeProto> byName = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  /// An attribute that is not what its operator's specification says.
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  Attributes(NodeProto node) throws Wrong {
    for (AttributeProto attribute : node.getAttributeList()) {
      if (byName.put(attribute.getName(), attribute) != null) {
        throw new Wrong(
            "attribute '" + FileNames.printable(attribute.getName()) + "' is given twice");
      }
      if (!attribute.getRefAttrName().isEmpty()) {
        throw new Wrong(
            "attribute '" + FileNames.printable(attribute.getName()) + "' refers to a function's");
      }
    }
  }

  boolean has(String name) {
    asked.add(name);
    return byName.containsKey(name);
  }

  Optional<Long> integer(String name) throws Wrong {
    Optional<AttributeProto> found = find(name, AttributeType.INT);
    return found.map(AttributeProto::getI);
  }

  Optional<Float> real(String name) throws Wrong {
    return find(name, AttributeType.FLOAT).map(AttributeProto::getF);
  }

  Optional<String> string(String name) throws Wrong {
    return find(name, AttributeType.STRING).map(found -> found.getS().toStringUtf8());
  }

  Optional<TensorProto> tensor(String name) throws Wrong {
    return find(name, AttributeType.TENSOR).map(AttributeProto::getT);
  }

  Optional<long[]> integers(String name) throws Wrong {
    return find(name, AttributeType.INTS)
        .map(found -> found.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }

  Optional<double[]> reals(String name) throws Wrong {
    return find(name, AttributeType.FLOATS)
        .map(found -> found.getFloatsList().stream().mapToDouble(Float::doubleValue).toArray());
  }

  /// The attributes that were never asked for.
  Set<String> unasked() {
    Set<String> rest = new LinkedHashSet<>(byName.keySet());
    rest.removeAll(asked);
    return rest;
  }

  private Optional<AttributeProto> find(String name, AttributeType type) throws Wrong {
    asked.add(name);
    AttributeProto found = byName.get(name);
    if (found != null && found.getType() != type) {
      throw new Wrong("attribute '" + name + "' is of type " + found.getType() + ", not " + type);
    }
    return Optional.ofNullable(found);
  }
}
