package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ResizeBilinearOptions;
import org.tensorflow.lite.schema.TensorType;

/// RESIZE_BILINEAR of `[1, H, W, C]`: weighted rows, then weighted columns, exactly; the sum
/// is rounded once. The weights have 10 fraction bits and ties of the raw codes go away from zero;
/// under XNNPACK they have 11 and ties go up. Codes of uint8 TFLite's own kernels interpolate in
/// float32, which is read where no step of it rounds.
///
/// Source: tensorflow/lite/kernels/internal/reference/resize_bilinear.h `ResizeBilinearInteger` and
/// `ResizeBilinear`; XNNPACK src/indirection.c `xnn_indirection_init_resize_bilinear2d_hwc_q11`,
/// src/s8-ibilinear.
final class ResizeBilinearReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(2, 2);
    FlatTensor x = site.input(0, ActivationTypes.all());
    FlatTensor y = site.output(x.type());
    site.demandSameGrid(x);
    Interpolation.Places places =
        site.options(
            BuiltinOptions.ResizeBilinearOptions,
            operator -> {
              ResizeBilinearOptions table =
                  (ResizeBilinearOptions) operator.builtinOptions(new ResizeBilinearOptions());
              return table == null
                  ? null
                  : new Interpolation.Places(table.alignCorners(), table.halfPixelCenters());
            });
    if (places.alignCorners() && places.halfPixelCenters()) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "aligned corners with half-pixel centers",
          "the runtime refuses both together");
    }
    Interpolation.Arithmetic arithmetic = arithmetic(site, x, y);
    Shape between = ShapeRules.resized(site, x, y);
    Ref rows =
        mixed(
            site,
            "row",
            site.operand(x),
            between,
            1,
            places.of(site, x.shape().dim(1), between.dim(1), arithmetic));
    Ref sum =
        mixed(
            site,
            "column",
            rows,
            y.shape(),
            2,
            places.of(site, x.shape().dim(2), y.shape().dim(2), arithmetic));
    Quantization q = site.perTensor(y);
    IntType type = site.codeType(y);
    int bits = 2 * arithmetic.bits();
    boolean up = arithmetic == Interpolation.Arithmetic.XNNPACK || site.profile() == Profile.SINGLE;
    Rounding rounding = up ? Rounding.HALF_UP : Rounding.HALF_AWAY;
    ExactChain rule =
        new ExactChain(
            List.of(
                new ExactStep.Affine(
                    Surd.of(Rational.of(1.0 / (1L << bits))), Surd.of(Rational.of(q.zeroPoint()))),
                new ExactStep.Round(rounding),
                new ExactStep.AtLeast(Rational.of(type.min())),
                new ExactStep.AtMost(Rational.of(type.max()))));
    site.result(site.requantize(sum, RationalTensor.scalar(q.step()), Shape.SCALAR, List.of(rule)));
  }

  private static Interpolation.Arithmetic arithmetic(OperatorSite site, FlatTensor x, FlatTensor y)
      throws OperatorSite.Refused {
    if (Delegation.takes(site, x, y)) {
      return Interpolation.Arithmetic.XNNPACK;
    }
    return x.type() == TensorType.UINT8
        ? Interpolation.Arithmetic.FLOAT32
        : Interpolation.Arithmetic.TFLITE;
  }

  /// `x[lower]·(one − w) + x[upper]·w` along an axis.
  private static Ref mixed(
      OperatorSite site, String name, Ref x, Shape shape, int axis, Interpolation line) {
    Ref lower = weighted(site, name + "Lower", x, shape, axis, line.lower());
    Ref upper = weighted(site, name + "Upper", x, shape, axis, line.upper());
    return site.beside(name, shape, new RealAdd(lower, upper));
  }

  private static Ref weighted(
      OperatorSite site, String name, Ref x, Shape shape, int axis, Interpolation.Taps taps) {
    Ref taken = site.beside(name, shape, new RealGather(x, axis, taps.indices()));
    Shape line = Shape.of(1, 1, 1, 1).withDim(axis, taps.weights().length);
    Ref factor =
        site.constant(
            name + "Weights",
            new RealTensor.Grid(
                IntTensor.of(line, taps.weights()),
                RationalTensor.scalar(Rational.ONE),
                RationalTensor.scalar(Rational.ZERO)));
    return site.beside(name + "Weighted", shape, new RealMultiply(taken, factor));
  }
}
