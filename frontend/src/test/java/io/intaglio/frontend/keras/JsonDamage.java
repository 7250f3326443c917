package io.intaglio.frontend.keras;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// Damages an architecture in its tree of JSON.
final class JsonDamage {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /// What stands in place of a value, as text of JSON.
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "1",
          "-1",
          "2",
          "3.5",
          "64",
          "65537",
          "16777215",
          "2000000000",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775808",
          "1e308",
          "1e999999999",
          "-1e-999999999",
          "1" + "0".repeat(900),
          "\"\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"../../x\"",
          "\"auto\"",
          "\"auto_po2\"",
          "\"same\"",
          "\"causal\"",
          "\"channels_first\"",
          "\"quantized_bits(2000000000,-3,1e999,alpha='auto')\"",
          "\"quantized_relu(8,((((,\"",
          "\"" + "x".repeat(70_000) + "\"",
          "[]",
          "{}",
          "[0]",
          "[2000000000,2000000000]",
          "[".repeat(400) + "]".repeat(400),
          "[".repeat(600) + "]".repeat(600));

  private record Site(JsonNode parent, String key, int index) {}

  private JsonDamage() {}

  /// One to three values replaced, removed, repeated or moved.
  static byte[] of(byte[] text, RandomGenerator random) {
    JsonNode root = JSON.readTree(text);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      List<Site> sites = new ArrayList<>();
      collect(root, sites);
      if (sites.isEmpty()) {
        break;
      }
      Site site = sites.get(random.nextInt(sites.size()));
      Site other = sites.get(random.nextInt(sites.size()));
      switch (random.nextInt(8)) {
        case 0 -> remove(site);
        case 1 -> repeat(site);
        case 2 -> replace(site, value(other).deepCopy());
        default -> replace(site, raw(VALUES.get(random.nextInt(VALUES.size()))));
      }
    }
    return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode raw(String text) {
    return JSON.getNodeFactory().rawValueNode(new RawValue(text));
  }

  private static void collect(JsonNode node, List<Site> sites) {
    if (node instanceof ObjectNode object) {
      for (String key : List.copyOf(object.propertyNames())) {
        sites.add(new Site(node, key, -1));
        collect(object.get(key), sites);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        sites.add(new Site(node, "", i));
        collect(array.get(i), sites);
      }
    }
  }

  private static JsonNode value(Site site) {
    return site.index() < 0 ? site.parent().get(site.key()) : site.parent().get(site.index());
  }

  private static void replace(Site site, JsonNode value) {
    if (site.parent() instanceof ObjectNode object) {
      object.set(site.key(), value);
    } else if (site.parent() instanceof ArrayNode array) {
      array.set(site.index(), value);
    }
  }

  private static void remove(Site site) {
    if (site.parent() instanceof ObjectNode object) {
      object.remove(site.key());
    } else if (site.parent() instanceof ArrayNode array) {
      array.remove(site.index());
    }
  }

  private static void repeat(Site site) {
    if (site.parent() instanceof ArrayNode array) {
      array.add(value(site).deepCopy());
    }
  }
}
