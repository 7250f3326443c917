package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.TensorType;

/// One operator where it stands: its tensors, and what it makes of them.
final class OperatorSite {
  /// Why this operator cannot be read.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    private Refused(Diagnostic diagnostic) {
      super(diagnostic.message());
      this.diagnostic = diagnostic;
    }

    Diagnostic diagnostic() {
      return diagnostic;
    }
  }

  private final ModelContent model;
  private final FlatOperator operator;
  private final NetworkBuilder builder;
  private final Origin origin;
  private final Profile profile;

  OperatorSite(
      Profile profile,
      ModelContent model,
      FlatOperator operator,
      NetworkBuilder builder,
      Origin origin) {
    this.profile = profile;
    this.model = model;
    this.operator = operator;
    this.builder = builder;
    this.origin = origin;
  }

  Refused refused(Code code, String message, String help) {
    return new Refused(Diagnostic.error(code, origin, operator.kind() + ": " + message, help));
  }

  /// Demands `least` to `most` inputs and one output.
  void arity(int least, int most) throws Refused {
    int inputs = operator.inputs().size();
    if (inputs < least || inputs > most || operator.outputs().size() != 1) {
      throw refused(
          Code.MOD_MALFORMED,
          inputs + " inputs and " + operator.outputs().size() + " outputs",
          "convert the model again");
    }
  }

  /// Demands `least` to `most` inputs and one output or more.
  void arityOfMany(int least, int most) throws Refused {
    int inputs = operator.inputs().size();
    if (inputs < least || inputs > most || operator.outputs().isEmpty()) {
      throw refused(
          Code.MOD_MALFORMED,
          inputs + " inputs and " + operator.outputs().size() + " outputs",
          "convert the model again");
    }
  }

  boolean has(int input) {
    return input < operator.inputs().size() && operator.inputs().get(input) >= 0;
  }

  /// An input of one of `types`.
  FlatTensor input(int input, byte... types) throws Refused {
    return checked(present(input), types);
  }

  private FlatTensor present(int input) throws Refused {
    if (!has(input)) {
      throw refused(Code.MOD_MALFORMED, "input " + input + " is absent", "convert the model again");
    }
    return model.tensors().get(operator.inputs().get(input));
  }

  /// The output, of one of `types`.
  FlatTensor output(byte... types) throws Refused {
    return checked(output(), types);
  }

  FlatTensor output() {
    return model.tensors().get(operator.outputs().get(0));
  }

  /// The output, whose codes may be of any activation's type.
  FlatTensor quantizedOutput() throws Refused {
    return checked(output(), ActivationTypes.all());
  }

  /// An input whose codes may be of any activation's type.
  FlatTensor quantizedInput(int input) throws Refused {
    return input(input, ActivationTypes.all());
  }

  int outputs() {
    return operator.outputs().size();
  }

  /// One of many outputs, of type `type`.
  FlatTensor outputAt(int output, byte type) throws Refused {
    return checked(model.tensors().get(operator.outputs().get(output)), type);
  }

  int inputs() {
    return operator.inputs().size();
  }

  Profile profile() {
    return profile;
  }

  /// The schema's type of an input that may be absent.
  byte type(int input) {
    return has(input) ? model.tensors().get(operator.inputs().get(input)).type() : -1;
  }

  /// How many operators read a tensor.
  int readers(FlatTensor tensor) {
    return model.readers(tensor);
  }

  Origin origin() {
    return origin;
  }

  /// A sparse constant, which the runtime reads as the operator's kernel says.
  FlatTensor sparseInput(int input) throws Refused {
    FlatTensor tensor = ofType(present(input), TensorType.INT8);
    if (tensor.plain() || tensor.sparsity().isEmpty()) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is not a sparse constant",
          "store the tensor with its sparsity, or remove the operator");
    }
    return tensor;
  }

  /// Whether an input is stored sparse and no operator makes it dense.
  boolean isSparse(int input) {
    if (!has(input)) {
      return false;
    }
    FlatTensor tensor = model.tensors().get(operator.inputs().get(input));
    return !tensor.plain() && tensor.sparsity().isPresent();
  }

  FlatTensor checked(FlatTensor tensor, byte... types) throws Refused {
    ofType(tensor, types);
    if (!tensor.plain() && tensor.sparsity().isPresent()) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is sparse, which the runtime reads as if it were dense",
          "convert the model so that DENSIFY stands before it, or store it dense");
    }
    if (!tensor.plain()) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is a variable, sparse, or of unknown extent",
          "freeze the model with fixed extents");
    }
    return tensor;
  }

  private FlatTensor ofType(FlatTensor tensor, byte... types) throws Refused {
    if (IntStream.range(0, types.length).noneMatch(i -> types[i] == tensor.type())) {
      String supported =
          IntStream.range(0, types.length)
              .mapToObj(i -> type(types[i]))
              .collect(Collectors.joining(" or "));
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is " + type(tensor.type()) + ", supported is " + supported,
          "quantize the whole model to int8");
    }
    return tensor;
  }

  static String type(byte type) {
    return type >= 0 && type < TensorType.names.length
        ? TensorType.name(type)
        : "tensor type " + type;
  }

  /// The type of a tensor's codes.
  IntType codeType(FlatTensor tensor) throws Refused {
    return StoredCodes.type(tensor)
        .orElseThrow(
            () ->
                refused(
                    Code.IMP_UNSUPPORTED_FORM,
                    "'" + tensor.name() + "' is " + type(tensor.type()),
                    "quantize the whole model to int8"));
  }

  /// The quantization of an activation: one scale, positive, and a zero point of its type.
  Quantization perTensor(FlatTensor tensor) throws Refused {
    Quantization q = quantization(tensor);
    if (!q.isPerTensor()) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' has " + q.scales().size() + " scales",
          "quantize activations per tensor");
    }
    return q;
  }

  /// A tensor's quantization with positive scales and zero points of its type.
  Quantization quantization(FlatTensor tensor) throws Refused {
    Quantization q =
        tensor
            .quantization()
            .orElseThrow(
                () ->
                    refused(
                        Code.IMP_BAD_PARAMETER,
                        "'" + tensor.name() + "' has no scale",
                        "quantize the whole model to int8"));
    for (float scale : q.scales()) {
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw refused(
            Code.IMP_BAD_PARAMETER,
            "'" + tensor.name() + "' has the scale " + scale,
            "scales must be positive numbers");
      }
    }
    IntType type = codeType(tensor);
    for (long zeroPoint : q.zeroPoints()) {
      if (!type.contains(zeroPoint)) {
        throw refused(
            Code.IMP_BAD_PARAMETER,
            "'" + tensor.name() + "' has the zero point " + zeroPoint,
            "zero points must be of the tensor's type");
      }
    }
    return q;
  }

  /// Whether two tensors' codes stand for the same numbers.
  boolean sameGrid(FlatTensor a, FlatTensor b) throws Refused {
    Quantization p = perTensor(a);
    Quantization q = perTensor(b);
    return p.scale() == q.scale() && p.zeroPoint() == q.zeroPoint() && a.type() == b.type();
  }

  /// Demands that the output's codes stand for the same numbers as those of `x`.
  void demandSameGrid(FlatTensor x) throws Refused {
    demandSameGrid(x, output());
  }

  /// Demands that the codes of `y` stand for the same numbers as those of `x`.
  void demandSameGrid(FlatTensor x, FlatTensor y) throws Refused {
    if (!sameGrid(x, y)) {
      throw refused(
          Code.IMP_BAD_PARAMETER,
          "'" + x.name() + "' and '" + y.name() + "' have different scales or zero points",
          "the runtime copies codes here; give both the same quantization");
    }
  }

  /// The bounds of a fused activation on the output's codes, as TFLite's own kernels take them.
  CodeBounds builtinBounds(byte activation) throws Refused {
    return bounds(activation, false);
  }

  /// The bounds of a fused activation on the output's codes, as the profile takes them where it has
  /// a kernel of its own.
  CodeBounds bounds(byte activation) throws Refused {
    return bounds(activation, profile == Profile.XNNPACK);
  }

  private CodeBounds bounds(byte activation, boolean xnnpack) throws Refused {
    return CodeBounds.of(activation, perTensor(output()), codeType(output()), xnnpack)
        .orElseThrow(
            () ->
                refused(
                    Code.IMP_UNSUPPORTED_FORM,
                    "the fused activation of code " + activation,
                    "supported are RELU, RELU6 and RELU_N1_TO_1"));
  }

  /// The fixed-point rule of a requantization by `factor`, with the roundings of the profile.
  TfliteMultiply requantization(double factor, long zeroPoint, CodeBounds bounds) throws Refused {
    FixedPointMultiplier m = FixedPointMultiplier.of(factor).orElseThrow(() -> unfit(factor));
    return new TfliteMultiply(
        profile.variant(), m.multiplier(), m.shift(), zeroPoint, bounds.lo(), bounds.hi());
  }

  /// The rule of a requantization by `factor` in float32, as XNNPACK's.
  ///
  /// @param end the least factor that is too large
  Float32Multiply float32Requantization(float factor, long zeroPoint, CodeBounds bounds, float end)
      throws Refused {
    if (!(factor > 0 && factor < end)) {
      throw unfit(factor);
    }
    return new Float32Multiply(factor, zeroPoint, bounds.lo(), bounds.hi());
  }

  /// A bias. TFLite's interpreter refuses files whose bias scales name an axis that is none; the
  /// interpreter for microcontrollers does not read them.
  FlatTensor bias(int input) throws Refused {
    FlatTensor bias =
        output().type() == TensorType.INT16
            ? input(input, TensorType.INT32, TensorType.INT64)
            : input(input, TensorType.INT32);
    int axis = bias.quantization().map(Quantization::axis).orElse(0);
    if (profile != Profile.TFLM && (axis < 0 || axis >= bias.shape().rank())) {
      throw refused(
          Code.IMP_BAD_PARAMETER,
          "the scales of the bias '"
              + bias.name()
              + "' lie along axis "
              + axis
              + ", which it has"
              + " not",
          "TFLite refuses this file too: set quantized_dimension to 0, or import it with the"
              + " profile tflm");
    }
    return bias;
  }

  /// The output's codes, made of integer accumulators by rules that broadcast to `x`.
  RealRequantize requantize(Ref x, RationalTensor step, Shape ruleShape, List<SourceRule> rules)
      throws Refused {
    Quantization out = perTensor(output());
    return new RealRequantize(
        x, step, ruleShape, rules, codeType(output()), out.step(), out.zeroPoint());
  }

  /// Why a requantization by `factor` is none.
  Refused unfit(double factor) {
    return refused(
        Code.IMP_BAD_PARAMETER,
        "requantizes by a factor of " + factor,
        "the scales of input, weights and output do not fit each other");
  }

  /// Why an operator that XNNPACK does not take has no exact meaning under its profile: the
  /// built-in kernels multiply matrices by a library that rounds differently on each machine.
  ///
  /// @param reason why XNNPACK does not take it
  Refused onEachMachine(String reason) {
    return refused(
        Code.IMP_UNSUPPORTED_FORM,
        reason + ", and what XNNPACK does not take the runtime rounds differently on each machine",
        "use the profile tflm or tflite-reference");
  }

  /// The stored codes of a constant integer tensor.
  long[] codes(FlatTensor tensor) throws Refused {
    return model.codes(this, tensor);
  }

  /// Why what a file says of `what` cannot be read.
  Refused outside(String what) {
    return refused(Code.MOD_MALFORMED, what + " leaves the file", "convert the model again");
  }

  /// What `reader` makes of the operator's options.
  ///
  /// @param type the schema's `BuiltinOptions` that must be there
  <T> T options(byte type, Function<Operator, T> reader) throws Refused {
    try {
      if (operator.table().builtinOptionsType() == type) {
        T options = reader.apply(operator.table());
        if (options != null) {
          return options;
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw outside("its options");
    }
    throw refused(Code.MOD_MALFORMED, "options are missing", "convert the model again");
  }

  /// The network's value for a tensor that is no constant.
  Ref value(FlatTensor tensor) throws Refused {
    if (tensor.isConstant()) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is a constant",
          "fold the constant part of the model");
    }
    return new Ref(tensor.name());
  }

  /// The network's value for a quantized tensor, which may be a constant of the file.
  Ref operand(FlatTensor tensor) throws Refused {
    if (!tensor.isConstant()) {
      return new Ref(tensor.name());
    }
    Quantization q = perTensor(tensor);
    return constant(
        tensor.name(),
        new RealTensor.Grid(
            IntTensor.of(tensor.shape(), codes(tensor)),
            RationalTensor.scalar(q.step()),
            RationalTensor.scalar(Rational.of(q.zeroPoint()))));
  }

  /// Emits a constant beside the output, with a name of its own.
  Ref constant(String suffix, RealTensor value) {
    return emit(builder.fresh(output(), suffix), value.shape(), new RealParameter(value));
  }

  /// Emits a value beside the output, with a name of its own.
  Ref beside(String suffix, Shape shape, RealOp op) {
    return emit(builder.fresh(output(), suffix), shape, op);
  }

  NetworkBuilder builder() {
    return builder;
  }

  Ref emit(String name, Shape shape, RealOp op) {
    return builder.emit(name, shape, op, origin);
  }

  /// Emits the value of one of many outputs.
  void result(FlatTensor y, RealOp op) {
    builder.emit(y.name(), y.shape(), op, origin);
  }

  /// Emits the value of the operator's output.
  void result(RealOp op) {
    builder.emit(output().name(), output().shape(), op, origin);
  }
}
