package io.intaglio.frontend.tflite;

import io.intaglio.ir.type.IntType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// One layer of CMSIS-NN's unit tests: its numbers and arrays, named without the test's prefix.
record CmsisCase(
    String name, Map<String, Long> numbers, Map<String, long[]> arrays, Map<String, String> types) {
  private static final Pattern NUMBER = Pattern.compile("\"([A-Z0-9_]+)\":(-?\\d+)");
  private static final Pattern LAYER =
      Pattern.compile("((?:DEPTHWISE_)?CONV_2D|AVERAGE_POOL_2D|FULLY_CONNECTED|SOFTMAX)_(\\d+)_.*");
  private static final Pattern ARRAY =
      Pattern.compile("\"(\\w+)\":\\{\"type\":\"(\\w+)\",\"data\":\\[([^\\]]*)\\]");

  /// All cases by name.
  static Map<String, CmsisCase> all() throws IOException {
    Map<String, CmsisCase> cases = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(
                new BufferedInputStream(
                    Files.newInputStream(SharedTflite.file("suites/cmsis_nn_json.tar.xz")))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().endsWith(".json")) {
          String file = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
          String name = file.replace(".json", "");
          cases.put(name, parse(name, new String(tar.readAllBytes(), StandardCharsets.US_ASCII)));
        }
      }
    }
    return cases;
  }

  private static CmsisCase parse(String name, String text) {
    String compact = text.replaceAll("\\s", "");
    Map<String, Long> numbers = new HashMap<>();
    String prefix = name + "_";
    Matcher number = NUMBER.matcher(compact);
    while (number.find()) {
      numbers.put(
          number.group(1).replaceFirst("^" + prefix.toUpperCase(Locale.ROOT), ""),
          Long.valueOf(number.group(2)));
    }
    Map<String, long[]> arrays = new HashMap<>();
    Map<String, String> types = new HashMap<>();
    Matcher array = ARRAY.matcher(compact);
    while (array.find()) {
      String key = array.group(1).replaceFirst("^" + prefix, "");
      types.put(key, array.group(2));
      String data = array.group(3);
      arrays.put(
          key,
          data.isEmpty()
              ? new long[0]
              : Arrays.stream(data.split(",", -1)).mapToLong(Long::parseLong).toArray());
    }
    return new CmsisCase(name, numbers, arrays, types);
  }

  boolean has(String number) {
    return numbers.containsKey(number);
  }

  int number(String... names) {
    for (String candidate : names) {
      if (numbers.containsKey(candidate)) {
        return Math.toIntExact(numbers.get(candidate));
      }
    }
    throw new IllegalArgumentException(name + " has none of " + Arrays.toString(names));
  }

  int number(String key, int otherwise) {
    return Math.toIntExact(numbers.getOrDefault(key, (long) otherwise));
  }

  /// The first of some arrays that is there, or null.
  long[] array(String... names) {
    return Arrays.stream(names).map(arrays::get).filter(a -> a != null).findFirst().orElse(null);
  }

  /// The type of the activations.
  IntType type() {
    return IntType.signed(
        types.entrySet().stream()
                .filter(e -> e.getKey().contains("input") && e.getValue().equals("int16_t"))
                .findAny()
                .isPresent()
            ? 16
            : 8);
  }

  /// The type of the output.
  IntType resultType() {
    String key = types.containsKey("output_ref") ? "output_ref" : "output";
    return IntType.signed("int16_t".equals(types.get(key)) ? 16 : 8);
  }

  /// The least code that the layer gives.
  int lo() {
    return number("OUT_ACTIVATION_MIN", number("ACTIVATION_MIN", (int) resultType().min()));
  }

  /// The greatest code that the layer gives.
  int hi() {
    return number("OUT_ACTIVATION_MAX", number("ACTIVATION_MAX", (int) resultType().max()));
  }

  /// The codes of all inputs.
  List<long[]> inputs() {
    List<long[]> all = new ArrayList<>();
    if (arrays.containsKey("input1")) {
      all.add(array("input1"));
      all.add(array("input2"));
    } else if (arrays.containsKey("lhs_input_tensor")) {
      all.add(array("lhs_input_tensor"));
      all.add(array("rhs_input_tensor"));
    } else if (arrays.containsKey("input_tensor_1")) {
      all.add(array("input_tensor_1"));
      all.add(array("input_tensor_2"));
    } else {
      all.add(array("input", "input_tensor"));
    }
    return all;
  }

  /// The codes of the output.
  long[] expected() {
    return array("output_ref", "output");
  }

  /// The same case with some numbers others.
  CmsisCase with(Map<String, Long> others) {
    Map<String, Long> all = new HashMap<>(numbers);
    all.putAll(others);
    return new CmsisCase(name, all, arrays, types);
  }

  /// The layers of a case that is a whole network, in their order.
  List<CmsisCase> layers() {
    Map<Integer, String> kinds = new TreeMap<>();
    for (String key : numbers.keySet()) {
      Matcher layer = LAYER.matcher(key);
      if (layer.matches()) {
        kinds.put(Integer.valueOf(layer.group(2)), layer.group(1));
      }
    }
    List<CmsisCase> all = new ArrayList<>();
    kinds.forEach((number, kind) -> all.add(layer(kind, number)));
    return all;
  }

  private CmsisCase layer(String kind, int number) {
    String prefix = kind + "_" + number + "_";
    Map<String, Long> own = new HashMap<>();
    numbers.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            String plain = key.substring(prefix.length());
            own.put(plain, value);
            // The names that the cases of single layers have.
            own.put(plain.replaceFirst("^PAD_", "PADDING_"), value);
            own.put(plain.replaceFirst("^(IN|OUT)_CH$", "$1PUT_C"), value);
            own.put(plain.replaceFirst("^MULT$", "INPUT_MULT"), value);
            own.put(plain.replaceFirst("^SHIFT$", "INPUT_LEFT_SHIFT"), value);
          }
        });
    String stem = "layer_" + number + "_" + kind.toLowerCase(Locale.ROOT) + "_";
    Map<String, long[]> data = new HashMap<>();
    arrays.forEach(
        (key, value) -> {
          if (key.startsWith(stem)) {
            data.put(key.substring(stem.length()), value);
          }
        });
    if (kind.equals("DEPTHWISE_CONV_2D")) {
      own.put("CH_MULT", own.get("OUT_CH") / own.get("IN_CH"));
    }
    if (kind.equals("FULLY_CONNECTED")) {
      own.put("OUT_CH", (long) data.get("bias").length);
      own.put("ACCUMULATION_DEPTH", data.get("weights").length / own.get("OUT_CH"));
    }
    return new CmsisCase(kind, own, data, Map.of());
  }
}
