package io.intaglio.frontend.tflite;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tensorflow.lite.schema.BuiltinOperator;

/// The operators that are read under the profile `tflm`.
final class OperatorTable {
  private static final Map<Integer, OperatorReader> READERS =
      Map.of(
          BuiltinOperator.DEQUANTIZE, new DequantizeReader(),
          BuiltinOperator.FULLY_CONNECTED, new FullyConnectedReader(),
          BuiltinOperator.QUANTIZE, new QuantizeReader());

  private OperatorTable() {}

  static Optional<OperatorReader> reader(int code) {
    return Optional.ofNullable(READERS.get(code));
  }

  /// Names of the supported operators, for messages.
  static String supported() {
    return READERS.keySet().stream()
        .sorted()
        .map(code -> BuiltinOperator.name(code))
        .collect(Collectors.joining(", "));
  }
}
