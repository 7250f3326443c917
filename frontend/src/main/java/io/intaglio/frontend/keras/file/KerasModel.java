package io.intaglio.frontend.keras.file;

import java.util.List;

/// A model as a file tells of it: layers in the file's order, inputs and outputs by layer.
public record KerasModel(List<KerasLayer> layers, List<String> inputs, List<String> outputs) {
  public KerasModel {
    layers = List.copyOf(layers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
