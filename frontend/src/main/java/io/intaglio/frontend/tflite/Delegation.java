package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import java.util.List;
import java.util.Optional;
import org.tensorflow.lite.schema.TensorType;

/// Which operators LiteRT's default runtime leaves to XNNPACK: those whose activations are codes of
/// 8 bits with one scale, within the limits of the delegate. What it does not take the built-in
/// kernels compute, and round otherwise.
///
/// Source: LiteRT tflite/delegates/xnnpack/xnnpack_delegate.cc: `CheckTensorFloat32OrQUInt8Type`,
/// `CheckTensorsInputOutputScale`, `CheckTensorsInputProductOutputScale`, `VisitUnaryNode`,
/// `CheckPoolingParams`, `CheckTensorFloat32OrFloat16OrQCInt32Type`.
final class Delegation {
  private Delegation() {}

  /// Whether the runtime has XNNPACK, and it takes these activations: of 8 bits, their scales along
  /// axis 0, where a single scale has no axis to speak of, and no subnormal numbers.
  static boolean takes(OperatorSite site, FlatTensor... activations) throws OperatorSite.Refused {
    if (site.profile() != Profile.XNNPACK) {
      return false;
    }
    for (FlatTensor tensor : activations) {
      Quantization q = site.perTensor(tensor);
      boolean bytes = tensor.type() == TensorType.INT8 || tensor.type() == TensorType.UINT8;
      if (!bytes || q.axis() != 0 || q.scale() < Float.MIN_NORMAL) {
        return false;
      }
    }
    return true;
  }

  /// Whether ADD and SUB of an operand of such a scale are taken.
  static boolean takesSum(Quantization x, Quantization out) {
    float ratio = x.scale() / out.scale();
    return ratio >= 0x1p-10f && ratio < 0x1p8f;
  }

  /// Whether MUL of such scales is taken.
  static boolean takesProduct(Quantization a, Quantization b, Quantization out) {
    float ratio = a.scale() * b.scale() / out.scale();
    return ratio >= 0x1p-16f && ratio < 0x1p8f;
  }

  /// Whether QUANTIZE from codes to codes is taken, and the part of LEAKY_RELU from zero on.
  static boolean takesScaling(Quantization in, Quantization out) {
    float ratio = in.scale() / out.scale();
    return ratio >= 0x1p-8f && ratio <= 0x1p7f;
  }

  /// Whether LEAKY_RELU of this slope is taken.
  static boolean takesSlope(Quantization in, Quantization out, float alpha) {
    float below = in.scale() / out.scale() * alpha;
    return takesScaling(in, out)
        && Math.abs(alpha) >= Float.MIN_NORMAL
        && below >= -0x1.fffcp6f
        && below <= 0x1p7f
        && Math.abs(below) >= 0x1p-8f;
  }

  /// Demands that results of 8 bits fit 16 before they are clamped, where the default runtime's own
  /// kernel computes them: it narrows them first.
  ///
  /// @param steps how far from the zero point, in steps of the output, they can lie
  static void demandNarrow(OperatorSite site, double steps) throws OperatorSite.Refused {
    boolean bytes = site.codeType(site.output()).bits() == 8;
    if (site.profile() == Profile.XNNPACK && bytes && !(steps < Short.MAX_VALUE - 255)) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "scales that XNNPACK does not take, and results that the runtime's own kernel wraps"
              + " around",
          "use the profile tflm or tflite-reference, or a coarser output scale");
    }
  }

  /// Demands that XNNPACK takes the bias and activations of a layer with weights, if the runtime
  /// has it: other layers go through a library that rounds differently on each machine.
  static void demandLayer(OperatorSite site, FlatTensor x, int bias) throws OperatorSite.Refused {
    if (site.profile() != Profile.XNNPACK || x.type() == TensorType.INT16) {
      return;
    }
    if (!takes(site, x, site.output())) {
      throw site.onEachMachine("the quantization of an activation is along an axis, or subnormal");
    }
    if (site.has(bias)) {
      Optional<Quantization> stored = site.bias(bias).quantization();
      boolean fits = stored.isPresent();
      for (float scale : stored.map(Quantization::scales).orElse(List.of())) {
        fits &= scale >= Float.MIN_NORMAL && !Float.isInfinite(scale);
      }
      if (!fits) {
        throw site.onEachMachine("the bias has no scale, or one that is no positive number");
      }
    }
  }
}
