package io.intaglio.frontend.keras.file;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.edge.FloatTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds each layer's tensors.
///
/// Source: keras/src/legacy/saving/legacy_h5_format.py (`weight_names`); keras/src/saving/
/// saving_lib.py (groups by class name in snake case, numbered in the order of layers).
final class StoredWeights {
  private static final String OLD = "model_weights";
  private static final List<String> NEW = List.of("layers", "_layer_checkpoint_dependencies");

  private StoredWeights() {}

  static KerasModel attach(KerasModel model, StoredTensors tensors) throws Malformed {
    String group = newGroup(tensors);
    Map<String, String> places = places(model);
    List<KerasLayer> layers = new ArrayList<>();
    Map<String, Map<String, FloatTensor>> read = new HashMap<>();
    for (KerasLayer layer : model.layers()) {
      String name = layer.stored();
      if (!read.containsKey(name)) {
        read.put(
            name,
            group.isEmpty()
                ? byName(name, tensors)
                : byPlace(group + "/" + places.get(name), tensors));
      }
      layers.add(layer.with(read.get(name)));
    }
    return new KerasModel(layers, model.inputs(), model.outputs());
  }

  /// The group of the layers in files of Keras 3, else empty.
  private static String newGroup(StoredTensors tensors) {
    return NEW.stream().filter(tensors::isGroup).findFirst().orElse("");
  }

  /// The groups of the layers in files of Keras 3, by their names.
  private static Map<String, String> places(KerasModel model) {
    Map<String, String> places = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (KerasLayer layer : model.layers()) {
      if (!places.containsKey(layer.stored())) {
        String snake = snake(layer.kind());
        int count = counts.merge(snake, 1, Integer::sum);
        places.put(layer.stored(), count == 1 ? snake : snake + "_" + (count - 1));
      }
    }
    return places;
  }

  /// @throws Malformed if there are tensors of a layer that the architecture does not have: they
  ///     were saved with another one
  static void demandLayers(KerasModel model, StoredTensors tensors) throws Malformed {
    String group = newGroup(tensors);
    Set<String> own = new TreeSet<>();
    Set<String> stored = new TreeSet<>();
    if (group.isEmpty()) {
      model.layers().forEach(layer -> own.add(layer.stored()));
      String root = tensors.isGroup(OLD) ? OLD : "";
      for (String layer : tensors.texts().several(root, "layer_names")) {
        String at = root.isEmpty() ? layer : root + "/" + layer;
        if (!tensors.texts().several(at, "weight_names").isEmpty()) {
          stored.add(layer);
        }
      }
    } else {
      own.addAll(places(model).values());
      tensors.below(group).stream()
          .map(path -> path.substring(0, Math.max(path.indexOf('/'), 0)))
          .forEach(stored::add);
    }
    stored.removeAll(own);
    if (!stored.isEmpty()) {
      throw new Malformed(
          Code.IMP_BAD_PARAMETER,
          "the weights are not those of this architecture: they hold tensors of '"
              + FileNames.printable(stored.iterator().next())
              + "', which it does not have");
    }
  }

  private static Map<String, FloatTensor> byName(String layer, StoredTensors tensors)
      throws Malformed {
    String group = tensors.isGroup(OLD) ? OLD + "/" + layer : layer;
    Map<String, FloatTensor> all = new HashMap<>();
    for (String path : tensors.texts().several(group, "weight_names")) {
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
