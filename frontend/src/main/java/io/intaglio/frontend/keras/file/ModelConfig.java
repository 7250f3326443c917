package io.intaglio.frontend.keras.file;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.diag.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The architecture in JSON, of Keras 2 and 3, sequential and functional.
///
/// Source: keras/src/models/functional.py, `functional_from_config`; sequential.py, `from_config`.
final class ModelConfig {
  /// Of the whole text; a tree of it takes some forty times as many in memory.
  static final int MAX_BYTES = 1 << 23;

  private static final int MAX_LAYERS = 1 << 12;
  // Python writes Infinity and NaN, which are no JSON; HGQ2 has them in its configurations.
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private ModelConfig() {}

  /// @param text in UTF-8
  static KerasModel parse(byte[] text) throws Malformed {
    if (text.length > MAX_BYTES) {
      throw new Malformed(
          Code.MOD_TOO_LARGE, "the architecture has more than " + MAX_BYTES + " bytes");
    }
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      throw Malformed.of("the architecture is no JSON");
    }
    JsonNode config = root.path("config");
    JsonNode layers = config.isArray() ? config : config.path("layers");
    if (!layers.isArray() || layers.isEmpty()) {
      throw Malformed.of("the architecture names no layers");
    }
    demandFew(layers.size(), "layers");
    boolean sequential = root.path("class_name").asString("").equals("Sequential");
    KerasModel model = sequential ? sequential(layers) : functional(config, layers);
    Set<String> names = new HashSet<>();
    for (KerasLayer layer : model.layers()) {
      if (!names.add(layer.name())) {
        throw Malformed.of("two layers are named '" + FileNames.printable(layer.name()) + "'");
      }
    }
    return model;
  }

  private static void demandFew(int count, String what) throws Malformed {
    if (count > MAX_LAYERS) {
      throw new Malformed(Code.MOD_TOO_LARGE, "more than " + MAX_LAYERS + " " + what);
    }
  }

  private static KerasModel sequential(JsonNode nodes) throws Malformed {
    List<KerasLayer> layers = new ArrayList<>();
    String before = null;
    for (JsonNode node : nodes) {
      KerasLayer layer = layer(node, before == null ? List.of() : List.of(before));
      if (before == null && !layer.kind().equals("InputLayer")) {
        String name = layer.name() + "_input";
        layers.add(new KerasLayer(name, "InputLayer", layer.config(), List.of(), Map.of()));
        layer = layer(node, List.of(name));
      }
      layers.add(layer);
      before = layer.name();
    }
    return new KerasModel(layers, List.of(layers.get(0).name()), List.of(before));
  }

  private static KerasModel functional(JsonNode config, JsonNode nodes) throws Malformed {
    List<KerasLayer> layers = new ArrayList<>();
    for (JsonNode node : nodes) {
      layers.add(layer(node, inbound(node)));
    }
    return new KerasModel(
        layers, ends(config.path("input_layers")), ends(config.path("output_layers")));
  }

  private static KerasLayer layer(JsonNode node, List<String> inbound) throws Malformed {
    String kind = node.path("class_name").asString("");
    JsonNode config = node.path("config");
    String name = config.path("name").asString(node.path("name").asString(""));
    if (kind.isEmpty() || name.isEmpty() || !config.isObject()) {
      throw Malformed.of("a layer has no class, no name or no configuration");
    }
    // Registered classes are written with their package, as in `QKeras>QDense`.
    demandFew(inbound.size(), "edges to one layer");
    return new KerasLayer(
        name, kind.substring(kind.lastIndexOf('>') + 1), config, inbound, Map.of());
  }

  private static List<String> inbound(JsonNode node) throws Malformed {
    JsonNode calls = node.path("inbound_nodes");
    if (calls.isEmpty()) {
      return List.of();
    }
    if (calls.size() > 1) {
      throw new Malformed(
          Code.IMP_UNSUPPORTED_FORM,
          "the layer '"
              + FileNames.printable(node.path("name").asString(""))
              + "' is called "
              + calls.size()
              + " times; layers that are shared are not supported");
    }
    List<String> names = new ArrayList<>();
    JsonNode call = calls.path(0);
    if (call.isObject()) {
      histories(call.path("args"), names, 0);
      List<String> more = new ArrayList<>();
      histories(call.path("kwargs"), more, 0);
      if (!more.isEmpty()) {
        throw new Malformed(
            Code.IMP_UNSUPPORTED_FORM,
            "the layer '"
                + FileNames.printable(node.path("name").asString(""))
                + "' takes a tensor by name");
      }
    } else {
      for (JsonNode edge : call) {
        names.add(edgeOf(edge));
      }
    }
    return names;
  }

  /// Keras 3: tensors are objects that tell their history.
  private static void histories(JsonNode node, List<String> names, int depth) throws Malformed {
    if (depth > 16) {
      throw Malformed.of("arguments of a layer are nested too deep");
    }
    if (node.path("class_name").asString("").equals("__keras_tensor__")) {
      names.add(edgeOf(node.path("config").path("keras_history")));
      return;
    }
    for (JsonNode child : node) {
      histories(child, names, depth + 1);
    }
  }

  private static String edgeOf(JsonNode edge) throws Malformed {
    boolean first = edge.path(1).asInt(-1) == 0 && edge.path(2).asInt(-1) == 0;
    if (!edge.path(0).isString() || !first) {
      throw new Malformed(
          Code.IMP_UNSUPPORTED_FORM, "an edge leads to a later call or output of a layer");
    }
    return edge.get(0).asString();
  }

  private static List<String> ends(JsonNode node) throws Malformed {
    List<String> names = new ArrayList<>();
    if (node.path(0).isString()) {
      names.add(edgeOf(node));
      return names;
    }
    demandFew(node.size(), "inputs or outputs");
    for (JsonNode edge : node) {
      names.add(edgeOf(edge));
    }
    if (names.isEmpty()) {
      throw Malformed.of("the architecture names no inputs or no outputs");
    }
    return names;
  }
}
