package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.tensorflow.lite.schema.TensorType;

/// QUANTIZE. From codes, `clamp(M(x − z_in) + z_out)` by [QuantizeRule]. From a float32 network
/// input it is how that input's codes are made, so it becomes part of the input.
final class QuantizeReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor y = site.output(types(site, site.type(0)));
    IntType type = site.codeType(y);
    Quantization out = site.perTensor(y);
    if (site.type(0) == TensorType.FLOAT32) {
      FlatTensor x = site.input(0, TensorType.FLOAT32);
      if (!site.builder().isInput(x) || !x.shape().equals(y.shape()) || site.readers(x) != 1) {
        throw site.refused(
            Code.IMP_UNSUPPORTED_FORM,
            "'" + x.name() + "' is no network input of its own",
            "float32 is supported only where the network begins and ends");
      }
      boolean whole = x.shape().elements() % QuantizeRule.WORDS_AT_ONCE == 0;
      if (type.bits() == 16 && site.profile() == Profile.XNNPACK && !whole) {
        throw site.refused(
            Code.IMP_UNSUPPORTED_FORM,
            x.shape().elements() + " numbers to 16 bits, which the runtime rounds in two ways",
            "make their number a multiple of 8, or use the profile tflite-reference");
      }
      site.builder().input(x, out, type, site.origin());
      site.result(new RealReshape(site.value(x)));
      return;
    }
    FlatTensor x = site.input(0, types(site, y.type()));
    Quantization in = site.perTensor(x);
    if (!x.shape().equals(y.shape())) {
      throw site.refused(Code.IMP_SHAPE, x.shape() + " to " + y.shape(), "convert the model again");
    }
    boolean delegated =
        x.type() == y.type() && Delegation.takes(site, x, y) && Delegation.takesScaling(in, out);
    boolean same = x.type() == y.type() && x.type() != TensorType.INT16;
    if (site.profile() == Profile.XNNPACK && same && !delegated && in.scale() < out.scale()) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "scales " + in.scale() + " to " + out.scale() + ", which XNNPACK does not take",
          "the runtime's own kernel rounds ties up twice: use the profile tflm or"
              + " tflite-reference");
    }
    site.result(
        site.requantize(
            site.value(x),
            RationalTensor.scalar(in.step()),
            Shape.SCALAR,
            List.of(QuantizeRule.of(site, in, out, type, delegated))));
  }

  /// What the runtime converts to or from `other`. Of 32 bits, which hold audio on its way in and
  /// out, the interpreter for microcontrollers alone is read.
  private static byte[] types(OperatorSite site, byte other) {
    boolean micro = site.profile().isMicro();
    if (other == TensorType.UINT8) {
      return ActivationTypes.bytes();
    }
    if (!micro) {
      return other == TensorType.INT16 ? ActivationTypes.signed() : ActivationTypes.all();
    }
    return switch (other) {
      case TensorType.FLOAT32 -> ActivationTypes.all();
      case TensorType.INT32 -> ActivationTypes.signed();
      case TensorType.INT8 ->
          new byte[] {TensorType.INT8, TensorType.INT16, TensorType.INT32, TensorType.UINT8};
      default -> new byte[] {TensorType.INT8, TensorType.INT16, TensorType.INT32};
    };
  }
}
