package io.intaglio.frontend.tflite;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tensorflow.lite.schema.BuiltinOperator;

/// The operators that are read.
final class OperatorTable {
  private static final Map<Integer, OperatorReader> READERS =
      Map.ofEntries(
          Map.entry(BuiltinOperator.ADD, new AddReader(false)),
          Map.entry(BuiltinOperator.ARG_MAX, new ArgMaxReader()),
          Map.entry(BuiltinOperator.AVERAGE_POOL_2D, new AveragePoolReader()),
          Map.entry(BuiltinOperator.BATCH_MATMUL, new BatchMatMulReader()),
          Map.entry(BuiltinOperator.CONCATENATION, new ConcatenationReader()),
          Map.entry(BuiltinOperator.CONV_2D, new ConvReader()),
          Map.entry(BuiltinOperator.DENSIFY, new DensifyReader()),
          Map.entry(BuiltinOperator.DEPTHWISE_CONV_2D, new DepthwiseConvReader()),
          Map.entry(BuiltinOperator.DEQUANTIZE, new DequantizeReader()),
          Map.entry(BuiltinOperator.EXPAND_DIMS, new ReshapedReader()),
          Map.entry(BuiltinOperator.FULLY_CONNECTED, new FullyConnectedReader()),
          Map.entry(BuiltinOperator.HARD_SWISH, new HardSwishReader()),
          Map.entry(BuiltinOperator.LEAKY_RELU, new LeakyReluReader()),
          Map.entry(BuiltinOperator.LOGISTIC, SigmoidReader.logistic()),
          Map.entry(BuiltinOperator.MAXIMUM, ExtremeReader.maximum()),
          Map.entry(BuiltinOperator.MAX_POOL_2D, new MaxPoolReader()),
          Map.entry(BuiltinOperator.MEAN, new ReduceReader(true)),
          Map.entry(BuiltinOperator.MINIMUM, ExtremeReader.minimum()),
          Map.entry(BuiltinOperator.MUL, new MulReader()),
          Map.entry(BuiltinOperator.PACK, new PackReader()),
          Map.entry(BuiltinOperator.PAD, new PadReader()),
          Map.entry(BuiltinOperator.PADV2, new PadReader()),
          Map.entry(BuiltinOperator.PRELU, new PreluReader()),
          Map.entry(BuiltinOperator.QUANTIZE, new QuantizeReader()),
          Map.entry(BuiltinOperator.RELU, ReluReader.relu()),
          Map.entry(BuiltinOperator.RELU6, ReluReader.relu6()),
          Map.entry(BuiltinOperator.RELU_0_TO_1, ReluReader.between(0, 1)),
          Map.entry(BuiltinOperator.RELU_N1_TO_1, ReluReader.between(-1, 1)),
          Map.entry(BuiltinOperator.RESHAPE, new ReshapeReader()),
          Map.entry(BuiltinOperator.RESIZE_BILINEAR, new ResizeBilinearReader()),
          Map.entry(BuiltinOperator.RESIZE_NEAREST_NEIGHBOR, new ResizeNearestReader()),
          Map.entry(BuiltinOperator.SLICE, new SliceReader()),
          Map.entry(BuiltinOperator.SOFTMAX, new SoftmaxReader()),
          Map.entry(BuiltinOperator.SPLIT, SplitReader.even()),
          Map.entry(BuiltinOperator.SPLIT_V, SplitReader.uneven()),
          Map.entry(BuiltinOperator.SQUEEZE, new ReshapedReader()),
          Map.entry(BuiltinOperator.STRIDED_SLICE, new StridedSliceReader()),
          Map.entry(BuiltinOperator.SUB, new AddReader(true)),
          Map.entry(BuiltinOperator.SUM, new ReduceReader(false)),
          Map.entry(BuiltinOperator.TANH, SigmoidReader.tangent()),
          Map.entry(BuiltinOperator.TRANSPOSE, new TransposeReader()),
          Map.entry(BuiltinOperator.TRANSPOSE_CONV, new TransposeConvReader()),
          Map.entry(BuiltinOperator.UNPACK, new UnpackReader()));

  private OperatorTable() {}

  static Optional<OperatorReader> reader(int code) {
    return Optional.ofNullable(READERS.get(code));
  }

  private static final Set<Integer> CONTROL_FLOW =
      Set.of(
          BuiltinOperator.IF,
          BuiltinOperator.WHILE,
          BuiltinOperator.CALL,
          BuiltinOperator.CALL_ONCE);

  private static final Set<Integer> STATEFUL =
      Set.of(
          BuiltinOperator.VAR_HANDLE,
          BuiltinOperator.READ_VARIABLE,
          BuiltinOperator.ASSIGN_VARIABLE,
          BuiltinOperator.HASHTABLE,
          BuiltinOperator.HASHTABLE_FIND,
          BuiltinOperator.HASHTABLE_IMPORT,
          BuiltinOperator.HASHTABLE_SIZE,
          BuiltinOperator.SVDF,
          BuiltinOperator.RNN,
          BuiltinOperator.LSTM,
          BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_RNN,
          BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM,
          BuiltinOperator.BIDIRECTIONAL_SEQUENCE_RNN,
          BuiltinOperator.BIDIRECTIONAL_SEQUENCE_LSTM,
          BuiltinOperator.RANDOM_STANDARD_NORMAL,
          BuiltinOperator.RANDOM_UNIFORM,
          BuiltinOperator.MULTINOMIAL);

  /// Why an operator without a reader is refused, between its name and `not supported`.
  static String reason(int code) {
    if (CONTROL_FLOW.contains(code)) {
      return " is control flow, which is";
    }
    return STATEFUL.contains(code) ? " keeps a state between samples, which is" : " is";
  }

  /// What to do about it.
  static String remedy(int code) {
    if (CONTROL_FLOW.contains(code)) {
      return "unroll the loop or export the branch that is taken as a model of its own";
    }
    if (STATEFUL.contains(code)) {
      return "make the state an input and an output of the model, with other operators";
    }
    String other =
        code == BuiltinOperator.CUSTOM
            ? "build the model of the runtime's own operators"
            : "use other operators";
    return other + "; supported are " + supported();
  }

  /// Names of the supported operators, for messages.
  static String supported() {
    return READERS.keySet().stream()
        .sorted()
        .map(code -> BuiltinOperator.name(code))
        .collect(Collectors.joining(", "));
  }

  /// Of every built-in operator of the format, whether it is read, for documentation.
  static Map<String, String> statuses() {
    Map<String, String> all = new TreeMap<>();
    for (int code = 0; code < BuiltinOperator.names.length; code++) {
      String name = BuiltinOperator.name(code);
      boolean is = READERS.containsKey(code);
      if (!name.isEmpty() && !name.startsWith("PLACEHOLDER")) {
        all.put(
            name,
            is
                ? "exact"
                : CONTROL_FLOW.contains(code)
                    ? "refused: control flow"
                    : STATEFUL.contains(code) ? "refused: keeps a state" : "refused");
      }
    }
    return all;
  }
}
