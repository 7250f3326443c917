package io.intaglio.frontend.tflite;

import java.util.List;
import org.tensorflow.lite.schema.Operator;

/// An operator of the file.
///
/// @param code the schema's `BuiltinOperator`
/// @param kind the name of `code`, for messages
/// @param inputs tensor indices, −1 for an absent optional input
record FlatOperator(
    int index, int code, String kind, List<Integer> inputs, List<Integer> outputs, Operator table) {
  FlatOperator {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
