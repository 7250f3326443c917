package io.intaglio.frontend.tflite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Files of few operators with what each runtime makes of them, as `bench/tflite_model.py` stores
/// them.
final class RuntimeGoldens {
  private RuntimeGoldens() {}

  /// One file.
  ///
  /// @param inputs the codes of each input, sample after sample
  /// @param outputs by profile, the codes of each output likewise
  /// @param refusing the profiles whose runtime refuses the file
  @SuppressWarnings("ArrayRecordComponent")
  record Case(
      String name,
      byte[] model,
      List<long[]> inputs,
      Map<String, List<long[]>> outputs,
      Set<String> refusing) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> read(String resource) {
    Map<String, byte[]> arrays = new HashMap<>();
    try (InputStream file = RuntimeGoldens.class.getResourceAsStream(resource);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] all = zip.readAllBytes();
        int start = 10 + Byte.toUnsignedInt(all[8]) + 256 * Byte.toUnsignedInt(all[9]);
        arrays.put(entry.getName(), Arrays.copyOfRange(all, start, all.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer data = ByteBuffer.wrap(arrays.get("data.npy")).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Case> cases = new LinkedHashMap<>();
    for (String line :
        new String(arrays.get("index.npy"), StandardCharsets.UTF_8).split("\n", -1)) {
      List<String> words = List.of(line.split(" ", -1));
      List<String> key = List.of(words.get(0).split("/", -1));
      int count =
          Arrays.stream(words.get(2).split("x", -1))
              .mapToInt(Integer::parseInt)
              .reduce(1, Math::multiplyExact);
      add(cases, key, codes(data, words.get(1), count, Integer.parseInt(words.get(3))));
    }
    return List.copyOf(cases.values());
  }

  private static void add(Map<String, Case> cases, List<String> key, long[] codes) {
    String name = key.get(0);
    if (key.get(1).equals("model")) {
      byte[] model = new byte[codes.length];
      for (int i = 0; i < model.length; i++) {
        model[i] = (byte) codes[i];
      }
      cases.put(name, new Case(name, model, new ArrayList<>(), new HashMap<>(), new HashSet<>()));
    } else if (key.size() == 2) {
      cases.get(name).inputs().add(codes);
    } else {
      for (String profile : key.get(1).split("\\+", -1)) {
        if (key.get(2).equals("refused")) {
          cases.get(name).refusing().add(profile);
        } else {
          cases.get(name).outputs().computeIfAbsent(profile, _ -> new ArrayList<>()).add(codes);
        }
      }
    }
  }

  private static long[] codes(ByteBuffer data, String type, int count, int start) {
    long[] codes = new long[count];
    for (int i = 0; i < count; i++) {
      codes[i] =
          switch (type) {
            case "int8" -> data.get(start + i);
            case "uint8" -> Byte.toUnsignedInt(data.get(start + i));
            case "int16" -> data.getShort(start + 2 * i);
            case "int32" -> data.getInt(start + 4 * i);
            case "int64" -> data.getLong(start + 8 * i);
            default -> throw new IllegalArgumentException(type);
          };
    }
    return codes;
  }
}
