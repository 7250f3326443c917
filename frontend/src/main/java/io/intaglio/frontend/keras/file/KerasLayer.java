package io.intaglio.frontend.keras.file;

import io.intaglio.ir.edge.FloatTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One call of a layer of a model. A layer that is called several times is as many of these, which
/// share its weights.
///
/// @param name its name; of a later call the name in the file, `_call_` and the call's number
/// @param stored its name in the file
/// @param kind its class name, without a package
/// @param weights its tensors: by name (`kernel`) in files of Keras 2, by place (`vars/0`,
///     `batchnorm/vars/1`) in those of Keras 3
public record KerasLayer(
    String name,
    String stored,
    String kind,
    JsonNode config,
    LayerCall call,
    Map<String, FloatTensor> weights) {
  public KerasLayer {
    weights = Map.copyOf(weights);
  }

  /// The layers whose outputs it reads, in order.
  public List<String> inbound() {
    return call.tensors();
  }

  KerasLayer with(Map<String, FloatTensor> tensors) {
    return new KerasLayer(name, stored, kind, config, call, tensors);
  }

  /// The layer inside this one whose tensors are below `group` in files of Keras 3.
  public KerasLayer inner(String group, String innerKind, JsonNode innerConfig) {
    String below = group + "/";
    Map<String, FloatTensor> own = new HashMap<>();
    weights.forEach(
        (place, tensor) -> {
          if (place.startsWith(below)) {
            own.put(place.substring(below.length()), tensor);
          }
        });
    return new KerasLayer(
        name + "." + group, stored, innerKind, innerConfig, call, own.isEmpty() ? weights : own);
  }
}
