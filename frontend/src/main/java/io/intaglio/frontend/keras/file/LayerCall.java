package io.intaglio.frontend.keras.file;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a layer is called with.
///
/// @param tensors the layers whose outputs it reads, in order, those given by name last
/// @param named the names of arguments that are given by name, neither null nor false
/// @param arguments its positional arguments in files of Keras 3, tensors among them; a list of
///     tensors counts as one
public record LayerCall(List<String> tensors, List<String> named, Optional<JsonNode> arguments) {
  public LayerCall {
    tensors = List.copyOf(tensors);
    named = List.copyOf(named);
  }

  static LayerCall of(List<String> tensors) {
    return new LayerCall(tensors, List.of(), Optional.empty());
  }

  /// Whether an argument is a tensor of the model.
  public static boolean isTensor(JsonNode argument) {
    return argument.path("class_name").asString("").equals("__keras_tensor__");
  }
}
