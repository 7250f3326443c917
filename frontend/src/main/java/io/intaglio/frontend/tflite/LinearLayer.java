package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.lite.schema.TensorType;

/// What layers with weights have in common: the accumulator's step is the exact product of the
/// stored scales, and the bias is taken as an integer of that step, whatever its own scale says.
final class LinearLayer {
  /// How far the scale of a bias may be off, in steps of the output.
  private static final double BIAS_TOLERANCE = 0.02;

  private LinearLayer() {}

  /// The types of the weights that go with activations of `x`.
  static byte[] weightTypes(FlatTensor x) {
    return x.type() == TensorType.UINT8
        ? new byte[] {TensorType.UINT8}
        : new byte[] {TensorType.INT8, TensorType.INT4};
  }

  /// Demands one scale, or one an output with symmetric weights, which those of uint8 have not.
  static Quantization weights(OperatorSite site, FlatTensor w, int outputs, int axis)
      throws OperatorSite.Refused {
    Quantization q = site.quantization(w);
    int scales = q.scales().size();
    boolean each = scales == outputs && q.axis() == axis && w.type() != TensorType.UINT8;
    if (scales != 1 && !each) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          scales + " weight scales along axis " + q.axis(),
          "quantize weights per tensor or per output");
    }
    if (scales != 1) {
      demandSymmetric(site, q);
    }
    return q;
  }

  /// Demands weights without zero points, but of uint8, which have them.
  static void demandSymmetric(OperatorSite site, FlatTensor w) throws OperatorSite.Refused {
    if (w.type() != TensorType.UINT8) {
      demandSymmetric(site, site.quantization(w));
    }
  }

  /// Demands weights without zero points.
  static void demandSymmetric(OperatorSite site, Quantization q) throws OperatorSite.Refused {
    if (q.zeroPoints().stream().anyMatch(z -> z != 0)) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "weights have zero points, which the runtime's kernel does not read",
          "quantize weights symmetrically");
    }
  }

  /// The weights as a constant whose axis 0 is the output.
  static Ref weights(OperatorSite site, IntTensor codes, Quantization q) {
    int rank = codes.shape().rank();
    Shape shape = Shape.SCALAR;
    if (!q.isPerTensor()) {
      shape = Shape.of(q.scales().size());
      for (int axis = 1; axis < rank; axis++) {
        shape = Shape.of(append(shape));
      }
    }
    RationalTensor step =
        new RationalTensor(shape, q.scales().stream().map(s -> Rational.of((double) s)).toList());
    return site.constant(
        "weights",
        new RealTensor.Grid(codes, step, RationalTensor.scalar(Rational.of(q.zeroPoint()))));
  }

  private static int[] append(Shape shape) {
    int[] dims = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
    dims[shape.rank()] = 1;
    return dims;
  }

  /// Real value of one unit of the accumulator, one or one an output.
  static RationalTensor step(Quantization in, Quantization weights) {
    List<Rational> steps =
        weights.scales().stream().map(s -> Rational.of((double) s).multiply(in.step())).toList();
    return new RationalTensor(steps.size() == 1 ? Shape.SCALAR : Shape.of(steps.size()), steps);
  }

  /// As the runtime does when it prepares a layer of one weight scale.
  static void demandBiasScale(
      OperatorSite site, Quantization in, Quantization weights, FlatTensor bias)
      throws OperatorSite.Refused {
    if (!weights.isPerTensor() || bias.quantization().isEmpty()) {
      return;
    }
    double product = (double) in.scale() * (double) weights.scale();
    double stored = bias.quantization().get().scale();
    double difference = Math.abs(product - stored) / site.perTensor(site.output()).scale();
    if (!(difference <= BIAS_TOLERANCE)) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "the bias has the scale " + stored + ", input and weights " + product,
          "the runtime refuses it too; convert the model again");
    }
  }

  /// `sum`, whose last axis is the outputs, plus the bias if there is one.
  static Ref addBias(OperatorSite site, Ref sum, int input, RationalTensor step, int outputs)
      throws OperatorSite.Refused {
    if (!site.has(input)) {
      return sum;
    }
    FlatTensor bias = site.bias(input);
    if (bias.shape().elements() != outputs) {
      throw site.refused(
          Code.IMP_SHAPE,
          "bias " + bias.shape() + " for " + outputs + " outputs",
          "convert the model again");
    }
    RealTensor grid =
        new RealTensor.Grid(
            IntTensor.vector(site.codes(bias)), step, RationalTensor.scalar(Rational.ZERO));
    Ref b = site.constant("bias", grid);
    return site.beside("acc", site.output().shape(), new RealAdd(sum, b));
  }
}
