package io.intaglio.frontend.keras.file;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.diag.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;

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
      throw new Malformed(
          Code.IMP_UNSUPPORTED_FORM,
          "the architecture names no layers; that of a model class of one's own is code, and has to"
              + " be made anew as a functional or sequential model");
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
      KerasLayer layer = layer(node, 0, LayerCall.of(before == null ? List.of() : List.of(before)));
      if (before == null && !layer.kind().equals("InputLayer")) {
        String name = layer.name() + "_input";
        LayerCall none = LayerCall.of(List.of());
        layers.add(new KerasLayer(name, name, "InputLayer", layer.config(), none, Map.of()));
        layer = layer(node, 0, LayerCall.of(List.of(name)));
      }
      layers.add(layer);
      before = layer.name();
    }
    return new KerasModel(layers, List.of(layers.get(0).name()), List.of(before));
  }

  private static KerasModel functional(JsonNode config, JsonNode nodes) throws Malformed {
    List<KerasLayer> layers = new ArrayList<>();
    for (JsonNode node : nodes) {
      JsonNode calls = node.path("inbound_nodes");
      demandFew(layers.size() + calls.size(), "layers and calls of them");
      int first = firstCall(node);
      layers.add(
          layer(node, first, calls.isEmpty() ? LayerCall.of(List.of()) : call(calls.path(0))));
      for (int later = 1; later < calls.size(); later++) {
        layers.add(layer(node, first + later, call(calls.path(later))));
      }
    }
    return new KerasModel(
        layers, ends(config.path("input_layers")), ends(config.path("output_layers")));
  }

  /// The number that edges give to the first call of a layer. Before the calls of a model inside
  /// the model Keras 2 counts one that the file does not show.
  private static int firstCall(JsonNode node) {
    boolean model = node.path("config").path("layers").isArray();
    return model && node.path("inbound_nodes").path(0).isArray() ? 1 : 0;
  }

  private static KerasLayer layer(JsonNode node, int index, LayerCall call) throws Malformed {
    String kind = node.path("class_name").asString("");
    JsonNode config = node.path("config");
    String name = config.path("name").asString(node.path("name").asString(""));
    if (kind.isEmpty() || name.isEmpty() || !config.isObject()) {
      throw Malformed.of("a layer has no class, no name or no configuration");
    }
    demandFew(call.tensors().size(), "edges to one layer");
    // Registered classes are written with their package, as in `QKeras>QDense`.
    String plain = kind.substring(kind.lastIndexOf('>') + 1);
    return new KerasLayer(called(name, index), name, plain, config, call, Map.of());
  }

  /// The name of a call of a layer.
  private static String called(String layer, int index) {
    return index == 0 ? layer : layer + "_call_" + (index + 1);
  }

  private static LayerCall call(JsonNode call) throws Malformed {
    List<String> tensors = new ArrayList<>();
    Set<String> named = new LinkedHashSet<>();
    if (!call.isObject()) {
      for (JsonNode edge : call) {
        tensors.add(edgeOf(edge));
        // Keras 2 repeats at every edge what else the layer was called with.
        named.addAll(stated(edge.path(3)));
      }
      return new LayerCall(tensors, List.copyOf(named), Optional.empty());
    }
    histories(call.path("args"), tensors, 0);
    for (JsonNode argument : call.path("kwargs")) {
      histories(argument, tensors, 0);
    }
    named.addAll(stated(call.path("kwargs")));
    return new LayerCall(tensors, List.copyOf(named), Optional.of(call.path("args")));
  }

  /// Names of arguments that are neither null nor false.
  private static List<String> stated(JsonNode arguments) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      if (!argument.getValue().isNull() && !argument.getValue().equals(BooleanNode.FALSE)) {
        names.add(argument.getKey());
      }
    }
    return names;
  }

  /// Keras 3: tensors are objects that tell their history.
  private static void histories(JsonNode node, List<String> names, int depth) throws Malformed {
    if (depth > 16) {
      throw Malformed.of("arguments of a layer are nested too deep");
    }
    if (LayerCall.isTensor(node)) {
      names.add(edgeOf(node.path("config").path("keras_history")));
      return;
    }
    for (JsonNode child : node) {
      histories(child, names, depth + 1);
    }
  }

  /// An edge is a layer, which of its calls, and which of its outputs.
  private static String edgeOf(JsonNode edge) throws Malformed {
    int index = edge.path(1).asInt(-1);
    if (!edge.path(0).isString() || index < 0 || edge.path(2).asInt(-1) != 0) {
      throw new Malformed(Code.IMP_UNSUPPORTED_FORM, "an edge leads to a later output of a layer");
    }
    return called(edge.path(0).asString(), index);
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
