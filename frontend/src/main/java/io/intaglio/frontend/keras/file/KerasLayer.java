package io.intaglio.frontend.keras.file;

import io.intaglio.ir.edge.FloatTensor;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A layer of a model.
///
/// @param kind its class name, without a package
/// @param inbound the layers whose outputs it reads, in order
/// @param weights its tensors: by name (`kernel`) in files of Keras 2, by place (`vars/0`,
///     `batchnorm/vars/1`) in those of Keras 3
public record KerasLayer(
    String name,
    String kind,
    JsonNode config,
    List<String> inbound,
    Map<String, FloatTensor> weights) {
  public KerasLayer {
    inbound = List.copyOf(inbound);
    weights = Map.copyOf(weights);
  }

  KerasLayer with(Map<String, FloatTensor> stored) {
    return new KerasLayer(name, kind, config, inbound, stored);
  }
}
