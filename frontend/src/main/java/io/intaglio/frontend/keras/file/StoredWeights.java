package io.intaglio.frontend.keras.file;

import io.intaglio.ir.edge.FloatTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Finds each layer's tensors.
///
/// Source: keras/src/legacy/saving/legacy_h5_format.py (`weight_names`); keras/src/saving/
/// saving_lib.py (groups by class name in snake case, numbered in the order of layers).
final class StoredWeights {
  private static final String OLD = "model_weights";
  private static final List<String> NEW = List.of("layers", "_layer_checkpoint_dependencies");

  private StoredWeights() {}

  static KerasModel attach(KerasModel model, StoredTensors tensors) throws Malformed {
    String group = NEW.stream().filter(tensors::isGroup).findFirst().orElse("");
    List<KerasLayer> layers = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (KerasLayer layer : model.layers()) {
      if (group.isEmpty()) {
        layers.add(layer.with(byName(layer.name(), tensors)));
      } else {
        String snake = snake(layer.kind());
        int count = counts.merge(snake, 1, Integer::sum);
        String own = group + "/" + (count == 1 ? snake : snake + "_" + (count - 1));
        layers.add(layer.with(byPlace(own, tensors)));
      }
    }
    return new KerasModel(layers, model.inputs(), model.outputs());
  }

  private static Map<String, FloatTensor> byName(String layer, StoredTensors tensors)
      throws Malformed {
    String group = tensors.isGroup(OLD) ? OLD + "/" + layer : layer;
    Map<String, FloatTensor> all = new HashMap<>();
    for (String path : tensors.texts(group, "weight_names")) {
      String last = path.substring(path.lastIndexOf('/') + 1);
      int colon = last.indexOf(':');
      all.put(colon < 0 ? last : last.substring(0, colon), tensors.read(group + "/" + path));
    }
    return all;
  }

  private static Map<String, FloatTensor> byPlace(String group, StoredTensors tensors)
      throws Malformed {
    Map<String, FloatTensor> all = new HashMap<>();
    for (String path : tensors.below(group)) {
      all.put(path, tensors.read(group + "/" + path));
    }
    return all;
  }

  /// `QConv2DBatchnorm` as `q_conv2d_batchnorm`.
  private static String snake(String kind) {
    return kind.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
