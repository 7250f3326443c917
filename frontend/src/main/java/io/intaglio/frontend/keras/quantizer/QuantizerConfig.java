package io.intaglio.frontend.keras.quantizer;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.layer.LayerSite;
import io.intaglio.frontend.keras.layer.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A quantizer as a layer's configuration names it.
///
/// @param kind its class, as in `quantized_bits`
/// @param config its parameters; those that are left out have QKeras's defaults
public record QuantizerConfig(String kind, JsonNode config) {
  private static final Map<String, List<String>> POSITIONS =
      Map.of(
          "quantized_bits", List.of("bits", "integer", "symmetric", "keep_negative", "alpha"),
          "quantized_relu", List.of("bits", "integer", "use_sigmoid", "negative_slope"),
          "quantized_tanh", List.of("bits", "use_stochastic_rounding", "symmetric"),
          "quantized_sigmoid", List.of("bits", "symmetric", "use_real_sigmoid"),
          "quantized_po2", List.of("bits", "max_value"),
          "quantized_relu_po2", List.of("bits", "max_value", "negative_slope"),
          "ternary", List.of("alpha", "threshold"),
          "binary", List.of("use_01", "alpha"));

  private static final Set<String> KNOWN =
      Set.of(
          "alpha",
          "bits",
          "integer",
          "is_quantized_clip",
          "keep_negative",
          "log2_rounding",
          "max_value",
          "negative_slope",
          "number_of_unrolls",
          "qnoise_factor",
          "quadratic_approximation",
          "relu_upper_bound",
          "symmetric",
          "threshold",
          "use_01",
          "use_real_sigmoid",
          "use_real_tanh",
          "use_sigmoid");

  /// Parameters of training, and names.
  private static final Set<String> IGNORED =
      Set.of("dtype", "name", "use_ste", "use_stochastic_rounding", "use_variables", "var_name");

  /// The quantizer of `node`, written as an object or as a call such as `quantized_relu(4,1)`;
  /// empty if there is none.
  ///
  /// @throws IllegalArgumentException if it is neither
  public static Optional<QuantizerConfig> of(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (node.isString()) {
      return Optional.of(call(node.asString()));
    }
    String kind = node.path("class_name").asString("");
    if (kind.isEmpty() || !node.path("config").isObject()) {
      throw new IllegalArgumentException("a quantizer has no class or no configuration");
    }
    return Optional.of(
        new QuantizerConfig(kind.substring(kind.lastIndexOf('>') + 1), node.path("config")));
  }

  /// Whether `text` calls a known quantizer.
  public static boolean isCall(String text) {
    int open = text.indexOf('(');
    return POSITIONS.containsKey(open < 0 ? text : text.substring(0, open));
  }

  private static QuantizerConfig call(String text) {
    int open = text.indexOf('(');
    String kind = open < 0 ? text : text.substring(0, open);
    List<String> positions = POSITIONS.get(kind);
    if (positions == null || (open >= 0 && !text.endsWith(")"))) {
      throw new IllegalArgumentException("'" + FileNames.printable(text) + "' is no quantizer");
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    String inner = open < 0 ? "" : text.substring(open + 1, text.length() - 1).strip();
    int place = 0;
    for (String argument : inner.isEmpty() ? new String[0] : inner.split(",", -1)) {
      int equals = argument.indexOf('=');
      if (equals < 0 && place >= positions.size()) {
        throw new IllegalArgumentException(
            "'" + FileNames.printable(text) + "' has too many arguments");
      }
      String name = equals < 0 ? positions.get(place++) : argument.substring(0, equals).strip();
      put(config, name, argument.substring(equals + 1).strip());
    }
    return new QuantizerConfig(kind, config);
  }

  private static void put(ObjectNode config, String name, String value) {
    switch (value) {
      case "None" -> config.putNull(name);
      case "True" -> config.put(name, true);
      case "False" -> config.put(name, false);
      default -> {
        if (value.startsWith("'") || value.startsWith("\"")) {
          config.put(name, value.substring(1, value.length() - 1));
        } else {
          config.put(name, Double.parseDouble(value));
        }
      }
    }
  }

  /// An integer, `otherwise` if it is left out.
  ///
  /// @throws IllegalArgumentException if it is none between −64 and 64
  int integer(String key, int otherwise) {
    JsonNode node = config.path(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    double value = node.isBoolean() ? truth(node) : node.asDouble(Double.NaN);
    if (value != Math.rint(value) || Math.abs(value) > 64) {
      throw new IllegalArgumentException(key + " of " + kind + " is no small integer");
    }
    return (int) value;
  }

  private static int truth(JsonNode node) {
    return node.asBoolean() ? 1 : 0;
  }

  boolean flag(String key, boolean otherwise) {
    JsonNode node = config.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    return node.isBoolean() ? node.asBoolean() : node.asDouble(0) != 0;
  }

  /// Demands that the quantizer means what is read of it: single numbers, nothing of the
  /// unquantized value, no scale from elsewhere, and no parameter that is not known.
  ///
  /// @throws Refused naming the parameter
  void demandPlain(LayerSite site) throws Refused {
    if (!POSITIONS.containsKey(kind)) {
      return;
    }
    for (Map.Entry<String, JsonNode> parameter : config.properties()) {
      String key = parameter.getKey();
      JsonNode value = parameter.getValue();
      if (value.isNull() || IGNORED.contains(key)) {
        continue;
      }
      if (!KNOWN.contains(key)) {
        throw site.form(
            kind + " with the parameter " + FileNames.printable(key),
            "leave it out, or give the quantizer a fixed alpha in its place");
      }
      if (value.isArray() || value.isObject()) {
        throw site.form(
            kind + " with an array as " + key, "give it one number, the same for all channels");
      }
    }
    if (number("alpha").orElse(1f) <= 0) {
      throw site.form(
          "alpha of " + kind + " is " + number("alpha").orElse(1f), "give it a positive one");
    }
    if (number("qnoise_factor").orElse(1f) != 1) {
      throw site.form(
          kind
              + " with qnoise_factor="
              + number("qnoise_factor").orElse(1f)
              + ", which mixes in what is not quantized",
          "set it to 1, its value at the end of training, and save the model again");
    }
    if (number("relu_upper_bound").isPresent() && !flag("is_quantized_clip", true)) {
      throw site.form(
          kind + " with a relu_upper_bound that is not on its grid", "set is_quantized_clip=True");
    }
  }

  /// A number, as the float32 it becomes; empty if it is left out, null or text.
  ///
  /// @throws IllegalArgumentException if it is none that float32 has
  Optional<Float> number(String key) {
    JsonNode node = config.path(key);
    if (!node.isNumber()) {
      return Optional.empty();
    }
    float value = (float) node.asDouble(Double.NaN);
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException(key + " of " + kind + " is no number of float32");
    }
    return Optional.of(value);
  }

  /// `auto`, `auto_po2`, or empty.
  String automatic() {
    JsonNode node = config.path("alpha");
    return node.isString() ? node.asString() : "";
  }

  boolean hasAlpha() {
    return config.hasNonNull("alpha");
  }
}
