package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.Shape;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.Pool2DOptions;

/// The options of AVERAGE_POOL_2D and MAX_POOL_2D.
record PoolOptions(
    byte padding, int kernelH, int kernelW, int strideH, int strideW, byte activation) {
  static PoolOptions of(Operator operator) {
    Pool2DOptions table = (Pool2DOptions) operator.builtinOptions(new Pool2DOptions());
    return table == null
        ? null
        : new PoolOptions(
            table.padding(),
            table.filterHeight(),
            table.filterWidth(),
            table.strideH(),
            table.strideW(),
            table.fusedActivationFunction());
  }

  /// Whether XNNPACK takes maxima of such windows.
  boolean delegated() {
    boolean dense = strideH <= kernelH && strideW <= kernelW;
    return dense && (kernelH * kernelW > 1 || Math.max(strideH, strideW) == 1);
  }

  /// Windows along rows and columns, over an input of which the codes are kept.
  record Windows(Span rows, Span columns) {}

  Windows windows(OperatorSite site, FlatTensor x) throws OperatorSite.Refused {
    boolean known = padding == Padding.SAME || padding == Padding.VALID;
    if (!known || kernelH <= 0 || kernelW <= 0 || strideH <= 0 || strideW <= 0) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER,
          "padding "
              + padding
              + ", windows "
              + kernelH
              + " by "
              + kernelW
              + ", strides "
              + strideH
              + " and "
              + strideW,
          "convert the model again");
    }
    Shape shape = x.shape();
    Shape out = site.output().shape();
    if (shape.rank() == 4 && shape.elements() > 0) {
      Span rows = Span.of(padding, shape.dim(1), kernelH, strideH, 1);
      Span columns = Span.of(padding, shape.dim(2), kernelW, strideW, 1);
      boolean fits = out.equals(Shape.of(1, rows.out(), columns.out(), shape.dim(3)));
      if (fits && out.elements() > 0) {
        site.demandSameGrid(x);
        return new Windows(rows, columns);
      }
    }
    throw site.refused(
        Code.IMP_SHAPE, shape + " to " + out, "convert the model again, for batch 1");
  }
}
