package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The operators that are read, by domain and name.
public final class OperatorTable {
  /// The domain of a function of reals that was joined with the quantizers around it. No file may
  /// use it.
  public static final String BETWEEN_QUANTIZERS = "qdq";

  private static final Set<String> STANDARD_DOMAINS = Set.of("", "ai.onnx");

  private static final Set<String> QUANTIZER_DOMAINS =
      Set.of("", "onnx.brevitas", "finn.custom_op.general", "qonnx.custom_op.general");

  private static final Map<String, OperatorReader> QUANTIZERS =
      Map.of(
          "Quant", QuantReader::read,
          "IntQuant", QuantReader::read,
          "BipolarQuant", BipolarQuantReader::read,
          "Trunc", TruncReader::read);

  private static final Map<String, OperatorReader> STANDARD =
      Map.ofEntries(
          Map.entry("Add", AddReader::read),
          Map.entry("ArgMax", ArgMaxReader::read),
          Map.entry("AveragePool", AveragePoolReader::read),
          Map.entry("BatchNormalization", BatchNormalizationReader::read),
          Map.entry("Cast", CastReader::read),
          Map.entry("Concat", ConcatReader::read),
          Map.entry("Constant", ConstantReader::read),
          Map.entry("ConstantOfShape", ConstantOfShapeReader::read),
          Map.entry("Conv", ConvReader::read),
          Map.entry("Div", DivReader::read),
          Map.entry("Dropout", DropoutReader::read),
          Map.entry("Expand", ExpandReader::read),
          Map.entry("Flatten", FlattenReader::read),
          Map.entry("Gather", GatherReader::read),
          Map.entry("Gemm", GemmReader::read),
          Map.entry("GlobalAveragePool", GlobalAveragePoolReader::read),
          Map.entry("Identity", IdentityReader::read),
          Map.entry("LeakyRelu", LeakyReluReader::read),
          Map.entry("MatMul", MatMulReader::read),
          Map.entry("MaxPool", MaxPoolReader::read),
          Map.entry("Mul", MulReader::read),
          Map.entry("Pad", PadReader::read),
          Map.entry("Pow", PowReader::read),
          Map.entry("Reciprocal", ReciprocalReader::read),
          Map.entry("Relu", ReluReader::read),
          Map.entry("Reshape", ReshapeReader::read),
          Map.entry("Shape", ShapeReader::read),
          Map.entry("Slice", SliceReader::read),
          Map.entry("Softmax", SoftmaxReader::read),
          Map.entry("Split", SplitReader::read),
          Map.entry("Sqrt", SqrtReader::read),
          Map.entry("Squeeze", SqueezeReader::read),
          Map.entry("Sub", SubReader::read),
          Map.entry("Transpose", TransposeReader::read),
          Map.entry("ConvInteger", ConvIntegerReader::read),
          Map.entry("DequantizeLinear", DequantizeLinearReader::read),
          Map.entry("MatMulInteger", MatMulIntegerReader::read),
          Map.entry("QLinearConv", QLinearConvReader::read),
          Map.entry("QLinearMatMul", QLinearMatMulReader::read),
          Map.entry("QuantizeLinear", QuantizeLinearReader::read),
          Map.entry("Unsqueeze", UnsqueezeReader::read));

  private static final String MICROSOFT_DOMAIN = "com.microsoft";

  /// Of ONNX Runtime's own.
  private static final Map<String, OperatorReader> MICROSOFT =
      Map.ofEntries(
          Map.entry("DequantizeLinear", DequantizeLinearReader::read),
          Map.entry("QGemm", QGemmReader::read),
          Map.entry("QLinearAdd", QLinearAddReader::read),
          Map.entry("QLinearAveragePool", QLinearAveragePoolReader::read),
          Map.entry("QLinearConcat", QLinearConcatReader::read),
          Map.entry("QLinearGlobalAveragePool", QLinearGlobalAveragePoolReader::read),
          Map.entry("QLinearLeakyRelu", QLinearLeakyReluReader::read),
          Map.entry("QLinearMul", QLinearMulReader::read),
          Map.entry("QLinearSigmoid", QLinearSigmoidReader::read),
          Map.entry("QLinearSoftmax", QLinearSoftmaxReader::read),
          Map.entry("QuantizeLinear", QuantizeLinearReader::read));

  /// Operators whose result has the shape of their first operand; a refused one does not hide what
  /// stands behind it.
  private static final Set<String> SHAPE_KEEPING =
      Set.of(
          "Quant",
          "IntQuant",
          "BipolarQuant",
          "Trunc",
          "BatchNormalization",
          "Relu",
          "LeakyRelu",
          "Softmax",
          "Dropout",
          "Clip",
          "Sigmoid",
          "Tanh",
          "HardSigmoid",
          "HardSwish",
          "Elu",
          "Selu",
          "PRelu",
          "Sin",
          "Exp",
          "Log",
          "Abs",
          "Neg",
          "Floor",
          "Ceil",
          "Round",
          "Sign",
          "Softplus",
          "Softsign",
          "Erf",
          "Gelu",
          "LayerNormalization",
          "InstanceNormalization",
          "LRN",
          "LpNormalization",
          "QuantizeLinear",
          "DequantizeLinear",
          "FloatQuant",
          "MultiThreshold");

  private OperatorTable() {}

  public static Optional<OperatorReader> find(String domain, String operator) {
    if (isQuantizer(domain, operator)) {
      return Optional.of(QUANTIZERS.get(operator));
    }
    if (domain.equals(BETWEEN_QUANTIZERS)) {
      return FloatOperatorTable.FUNCTIONS.containsKey(operator) || operator.equals("Clip")
          ? standard(operator)
          : Optional.empty();
    }
    if (domain.equals(MICROSOFT_DOMAIN)) {
      return Optional.ofNullable(MICROSOFT.get(operator));
    }
    return STANDARD_DOMAINS.contains(domain) ? standard(operator) : Optional.empty();
  }

  private static Optional<OperatorReader> standard(String operator) {
    return Optional.ofNullable(
        STANDARD.getOrDefault(operator, FloatOperatorTable.READERS.get(operator)));
  }

  /// Whether this is a function of one real of which the profile has tables of codes.
  public static boolean isFunction(String operator, Profile profile) {
    Kind kind = FloatOperatorTable.FUNCTIONS.get(operator);
    return kind != null && CodeFunction.isKnown(profile, kind);
  }

  /// Whether this is one of QONNX's quantizers that are read.
  public static boolean isQuantizer(String domain, String operator) {
    return QUANTIZERS.containsKey(operator) && QUANTIZER_DOMAINS.contains(domain);
  }

  public static boolean keepsShape(String operator) {
    return SHAPE_KEEPING.contains(operator);
  }

  /// All operators that are read, for documentation.
  public static Set<String> operators() {
    Map<String, OperatorReader> all = new TreeMap<>(STANDARD);
    all.putAll(FloatOperatorTable.READERS);
    all.putAll(QUANTIZERS);
    all.putAll(MICROSOFT);
    return all.keySet();
  }

  /// Of each operator that is read, in which networks, for documentation.
  public static Map<String, String> statuses() {
    Map<String, String> all = new TreeMap<>();
    STANDARD.keySet().forEach(name -> all.put(name, "exact"));
    FloatOperatorTable.READERS.keySet().forEach(name -> all.put(name, "exact"));
    for (String name : FloatOperatorTable.FUNCTIONS.keySet()) {
      if (!isFunction(name, Profile.ONNX_RUNTIME)) {
        all.put(
            name,
            isFunction(name, Profile.EXACT)
                ? "networks without quantizers, exact (profile `exact`)"
                : "networks without quantizers");
      }
    }
    QUANTIZERS.keySet().forEach(name -> all.put(name, "exact (QONNX)"));
    MICROSOFT
        .keySet()
        .forEach(name -> all.put(MICROSOFT_DOMAIN + "." + name, "exact (ONNX Runtime)"));
    return all;
  }
}
