package io.intaglio.cli.golden;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.intaglio.cli.WeightsFile;
import io.intaglio.frontend.keras.KerasImporter;
import io.intaglio.ir.net.Network;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The QKeras model that the QONNX export of a single QKeras layer stands for: its architecture as
/// QKeras wrote it (`bench/qkeras_twins.py`), its weights those of the export.
final class QkerasTwin {
  private static final JsonNode TWINS = twins();

  private QkerasTwin() {}

  private static JsonNode twins() {
    try (InputStream in = QkerasTwin.class.getResourceAsStream("qkeras-twins.json")) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> names() {
    return List.copyOf(TWINS.propertyNames());
  }

  /// @param export the file of the export
  static Network of(String name, Path export) throws IOException {
    JsonNode twin = TWINS.path(name);
    byte[] weights = weights(twin.path("weights"), tensors(export));
    byte[] architecture = twin.path("architecture").toString().getBytes(StandardCharsets.UTF_8);
    return KerasImporter.read(architecture, name + ".json", Optional.of(weights));
  }

  private static Map<String, TensorProto> tensors(Path export) throws IOException {
    Map<String, TensorProto> tensors = new HashMap<>();
    ModelProto.parseFrom(Files.readAllBytes(export))
        .getGraph()
        .getInitializerList()
        .forEach(tensor -> tensors.put(tensor.getName(), tensor));
    return tensors;
  }

  private static byte[] weights(JsonNode places, Map<String, TensorProto> tensors)
      throws IOException {
    Map<String, Object> arrays = new HashMap<>();
    places
        .properties()
        .forEach(
            place -> {
              TensorProto tensor = tensors.get(place.getValue().path("tensor").asString());
              int[] axes =
                  JsonMapper.shared().convertValue(place.getValue().path("axes"), int[].class);
              arrays.put(place.getKey(), transposed(tensor, axes));
            });
    Path file = Files.createTempFile("twin", ".weights.h5");
    try {
      return Files.readAllBytes(WeightsFile.write(file, arrays));
    } finally {
      Files.delete(file);
    }
  }

  /// The tensor as nested arrays, axis `a` of which is its axis `axes[a]`.
  private static Object transposed(TensorProto tensor, int[] axes) {
    ByteBuffer bytes =
        ByteBuffer.wrap(tensor.getRawData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int[] dims = tensor.getDimsList().stream().mapToInt(Long::intValue).toArray();
    int[] strides = new int[dims.length];
    for (int a = dims.length - 1, stride = 1; a >= 0; stride *= dims[a--]) {
      strides[a] = stride;
    }
    int[] extents = Arrays.stream(axes).map(axis -> dims[axis]).toArray();
    int[] steps = Arrays.stream(axes).map(axis -> strides[axis]).toArray();
    Object all = Array.newInstance(float.class, extents);
    fill(all, bytes, steps, 0, 0);
    return all;
  }

  private static void fill(Object array, ByteBuffer from, int[] steps, int axis, int at) {
    for (int i = 0; i < Array.getLength(array); i++) {
      int element = at + i * steps[axis];
      if (axis == steps.length - 1) {
        Array.setFloat(array, i, from.getFloat(element * Float.BYTES));
      } else {
        fill(Array.get(array, i), from, steps, axis + 1, element);
      }
    }
  }
}
