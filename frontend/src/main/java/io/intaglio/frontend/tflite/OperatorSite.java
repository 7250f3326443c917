package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Function;
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

  private final FlatModel model;
  private final FlatOperator operator;
  private final NetworkBuilder builder;
  private final Origin origin;
  private final Map<Integer, Integer> readers;

  /// @param readers how many operators read each tensor
  OperatorSite(
      FlatModel model,
      FlatOperator operator,
      NetworkBuilder builder,
      Origin origin,
      Map<Integer, Integer> readers) {
    this.readers = readers;
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

  boolean has(int input) {
    return input < operator.inputs().size() && operator.inputs().get(input) >= 0;
  }

  FlatTensor input(int input, byte type) throws Refused {
    if (!has(input)) {
      throw refused(Code.MOD_MALFORMED, "input " + input + " is absent", "convert the model again");
    }
    return checked(model.tensors().get(operator.inputs().get(input)), type);
  }

  FlatTensor output(byte type) throws Refused {
    return checked(output(), type);
  }

  FlatTensor output() {
    return model.tensors().get(operator.outputs().get(0));
  }

  /// The schema's type of an input that may be absent.
  byte type(int input) {
    return has(input) ? model.tensors().get(operator.inputs().get(input)).type() : -1;
  }

  /// How many operators read a tensor.
  int readers(FlatTensor tensor) {
    return readers.getOrDefault(tensor.index(), 0);
  }

  Origin origin() {
    return origin;
  }

  FlatTensor checked(FlatTensor tensor, byte type) throws Refused {
    if (tensor.type() != type) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is " + type(tensor.type()) + ", supported is " + type(type),
          "quantize the whole model to int8");
    }
    if (!tensor.plain()) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is a variable, sparse, or of unknown extent",
          "freeze the model with fixed extents");
    }
    return tensor;
  }

  private static String type(byte type) {
    return type >= 0 && type < TensorType.names.length
        ? TensorType.name(type)
        : "tensor type " + type;
  }

  /// The quantization of an activation: one scale, positive, and a zero point of int8.
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

  /// A tensor's quantization with positive scales and zero points of int8.
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
    for (long zeroPoint : q.zeroPoints()) {
      if (zeroPoint < -128 || zeroPoint > 127) {
        throw refused(
            Code.IMP_BAD_PARAMETER,
            "'" + tensor.name() + "' has the zero point " + zeroPoint,
            "zero points must be of the tensor's type");
      }
    }
    return q;
  }

  /// The rule of a requantization by `factor`.
  SourceRule requantization(double factor, long zeroPoint, FusedActivation bounds) throws Refused {
    FixedPointMultiplier m =
        FixedPointMultiplier.of(factor)
            .orElseThrow(
                () ->
                    refused(
                        Code.IMP_BAD_PARAMETER,
                        "requantizes by a factor of " + factor,
                        "the scales of input, weights and output do not fit each other"));
    return new TfliteMultiply(
        TfliteMultiply.Variant.DOUBLE,
        m.multiplier(),
        m.shift(),
        zeroPoint,
        bounds.lo(),
        bounds.hi());
  }

  /// The stored codes of a constant int8 or int32 tensor.
  long[] codes(FlatTensor tensor) throws Refused {
    int width = tensor.type() == TensorType.INT8 ? 1 : 4;
    long needed = tensor.shape().elements() * width;
    if (!tensor.isConstant() && needed > 0) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is not a constant",
          "weights and biases must be stored in the model");
    }
    if (tensor.bytes() != needed) {
      throw refused(
          Code.MOD_MALFORMED,
          "'" + tensor.name() + "' needs " + needed + " bytes, " + tensor.bytes() + " are stored",
          "convert the model again");
    }
    ByteBuffer bytes = ByteBuffer.wrap(content(tensor)).order(ByteOrder.LITTLE_ENDIAN);
    long[] codes = new long[tensor.shape().size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = width == 1 ? bytes.get(i) : bytes.getInt(4 * i);
    }
    return codes;
  }

  private byte[] content(FlatTensor tensor) throws Refused {
    try {
      return model.content(tensor);
    } catch (IndexOutOfBoundsException e) {
      throw outside("'" + tensor.name() + "'");
    }
  }

  private Refused outside(String what) {
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

  NetworkBuilder builder() {
    return builder;
  }

  Ref emit(String name, Shape shape, RealOp op) {
    return builder.emit(name, shape, op, origin);
  }

  /// Emits the value of the operator's output.
  void result(RealOp op) {
    builder.emit(output().name(), output().shape(), op, origin);
  }
}
