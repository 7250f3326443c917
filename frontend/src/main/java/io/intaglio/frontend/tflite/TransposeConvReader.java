package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.TensorType;
import org.tensorflow.lite.schema.TransposeConvOptions;

/// TRANSPOSE_CONV of `x[1, H, W, C]` with `w[O, kH, kW, C]`: each element of `x` spreads its kernel
/// at `stride` times its place. Read as a convolution with the turned kernel, over `x` with zeros
/// between its elements; requantized as convolutions are.
///
/// Source: tensorflow/lite/kernels/transpose_conv.cc,
/// internal/reference/integer_ops/transpose_conv.h.
final class TransposeConvReader implements OperatorReader {
  /// The interpreter for microcontrollers does not read it.
  private static byte biasType(Operator operator) {
    return BiasTypeField.read(operator, BiasTypeField.OF_OTHERS);
  }

  private static ConvShape options(Operator operator, byte biasType) {
    TransposeConvOptions table =
        (TransposeConvOptions) operator.builtinOptions(new TransposeConvOptions());
    return table == null
        ? null
        : new ConvShape(
            table.padding(),
            table.strideH(),
            table.strideW(),
            1,
            1,
            table.fusedActivationFunction(),
            biasType);
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(3, 4);
    FlatTensor x = site.quantizedInput(2);
    boolean legacy = x.type() == TensorType.UINT8;
    FlatTensor w = site.input(1, legacy ? TensorType.UINT8 : TensorType.INT8);
    FlatTensor y = site.output(x.type());
    boolean micro = site.profile().isMicro();
    if (micro) {
      WideRule.demandLongBias(site, x, 3);
    }
    ConvShape options =
        site.options(
            BuiltinOptions.TransposeConvOptions,
            operator -> options(operator, micro ? TensorType.FLOAT32 : biasType(operator)));
    options.check(site);
    boolean sparse =
        options.padding() == Padding.SAME
            && w.shape().rank() == 4
            && (w.shape().dim(1) < options.strideH() || w.shape().dim(2) < options.strideW());
    if (sparse && x.type() != TensorType.INT16 && site.profile() == Profile.XNNPACK) {
      throw site.onEachMachine("strides are longer than the kernel");
    }
    boolean images =
        x.shape().rank() == 4
            && w.shape().rank() == 4
            && y.shape().rank() == 4
            && x.shape().elements() > 0
            && w.shape().elements() > 0
            && y.shape().elements() > 0;
    if (!images
        || x.shape().dim(3) != w.shape().dim(3)
        || y.shape().dim(3) != w.shape().dim(0)
        || y.shape().dim(0) != 1) {
      throw site.refused(
          Code.IMP_SHAPE,
          "input " + x.shape() + ", weights " + w.shape() + ", output " + y.shape(),
          "convert the model again, for batch 1");
    }
    ConvShape.Weights kernel =
        new ConvShape.Weights(
            Axes.permuted(turned(w.shape(), site.codes(w)), 0, 3, 1, 2),
            LinearLayer.weights(site, w, w.shape().dim(0), 0),
            1);
    LinearLayer.demandSymmetric(site, w);
    Along rows = Along.of(site, options.padding(), x, y, 1, kernel.height(), options.strideH());
    Along columns = Along.of(site, options.padding(), x, y, 2, kernel.width(), options.strideW());
    Ref spread = spread(site, x, rows, columns);
    Shape padded =
        Shape.of(
            1,
            rows.extent() + rows.before() + rows.after(),
            columns.extent() + columns.before() + columns.after(),
            x.shape().dim(3));
    Ref image = Axes.channelSecond(site, "image", spread, padded);
    Ref weights = LinearLayer.weights(site, kernel.codes(), kernel.quantization());
    Ref sum =
        site.beside(
            "conv",
            Axes.channelSecond(y.shape()),
            new RealConv(image, weights, 1, 1, 0, 0, 0, 0, 1, 1, 1));
    options.finish(site, x, Axes.channelLast(site, "sum", sum, y.shape()), kernel, 3);
  }

  /// One axis of `x` with zeros between, and the widths to pad it by, negative for cuts.
  private record Along(int stride, int extent, int before, int after) {
    static Along of(
        OperatorSite site,
        byte padding,
        FlatTensor x,
        FlatTensor y,
        int axis,
        int kernel,
        int stride)
        throws OperatorSite.Refused {
      int out = y.shape().dim(axis);
      Span windows = Span.of(padding, out, kernel, stride, 1);
      long extent = (long) x.shape().dim(axis) * stride;
      if (windows.out() != x.shape().dim(axis) || extent > Shape.MAX_VALUE_ELEMENTS) {
        throw site.refused(
            Code.IMP_SHAPE,
            "input " + x.shape() + " for output " + y.shape(),
            "convert the model again");
      }
      int before = kernel - 1 - windows.before();
      return new Along(stride, (int) extent, before, out + kernel - 1 - (int) extent - before);
    }
  }

  private static Ref spread(OperatorSite site, FlatTensor x, Along rows, Along columns) {
    Shape shape = x.shape();
    int channels = shape.dim(3);
    Ref value = new Ref(x.name());
    if (rows.stride() > 1 || columns.stride() > 1) {
      Shape apart = Shape.of(1, shape.dim(1), 1, shape.dim(2), 1, channels);
      Ref split = site.beside("apart", apart, new RealReshape(value));
      Shape zeros =
          Shape.of(1, shape.dim(1), rows.stride(), shape.dim(2), columns.stride(), channels);
      RealPad between =
          new RealPad(
              split,
              List.of(0, 0, 0, 0, 0, 0),
              List.of(0, 0, rows.stride() - 1, 0, columns.stride() - 1, 0),
              Rational.ZERO);
      Ref filled = site.beside("zeros", zeros, between);
      Shape wide = Shape.of(1, rows.extent(), columns.extent(), channels);
      value = site.beside("spread", wide, new RealReshape(filled));
    }
    Shape padded =
        Shape.of(
            1,
            rows.extent() + rows.before() + rows.after(),
            columns.extent() + columns.before() + columns.after(),
            channels);
    RealPad pad =
        new RealPad(
            value,
            List.of(0, rows.before(), columns.before(), 0),
            List.of(0, rows.after(), columns.after(), 0),
            Rational.ZERO);
    return site.beside("padded", padded, pad);
  }

  /// The kernel turned by half a turn.
  private static IntTensor turned(Shape shape, long[] codes) {
    int taps = shape.dim(1) * shape.dim(2);
    int channels = shape.dim(3);
    long[] all = new long[codes.length];
    for (int i = 0; i < codes.length; i++) {
      int tap = i / channels % taps;
      all[i + (taps - 1 - 2 * tap) * channels] = codes[i];
    }
    return IntTensor.of(shape, all);
  }
}
