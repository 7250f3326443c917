package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// Axes, indices and shapes that operators take as constants.
final class ShapeRules {
  private ShapeRules() {}

  /// The axis `axis` of `rank` axes, counted from the end if negative.
  static int axis(OperatorSite site, long axis, int rank) throws OperatorSite.Refused {
    long absolute = axis < 0 ? axis + rank : axis;
    if (absolute < 0 || absolute >= rank) {
      throw site.refused(
          Code.IMP_BAD_PARAMETER, "axis " + axis + " of " + rank, "convert the model again");
    }
    return (int) absolute;
  }

  /// The numbers of a constant input.
  static long[] numbers(OperatorSite site, int input, int count) throws OperatorSite.Refused {
    FlatTensor tensor = site.input(input, ActivationTypes.indices());
    long[] numbers = site.codes(tensor);
    if (numbers.length != count) {
      throw site.refused(
          Code.IMP_SHAPE,
          "'" + tensor.name() + "' has " + numbers.length + " elements, not " + count,
          "convert the model again");
    }
    return numbers;
  }

  /// Demands that the file states the shape that follows from the operator.
  static void demandShape(OperatorSite site, FlatTensor y, Shape shape)
      throws OperatorSite.Refused {
    if (!y.shape().equals(shape)) {
      throw site.refused(
          Code.IMP_SHAPE,
          "'" + y.name() + "' has the shape " + y.shape() + ", not " + shape,
          "convert the model again");
    }
  }

  /// `shape` with an axis of `extent` inserted at `axis`.
  static Shape inserted(Shape shape, int axis, int extent) {
    List<Integer> dims = dims(shape);
    dims.add(axis, extent);
    return Shape.of(dims.stream().mapToInt(d -> d).toArray());
  }

  /// The shape of `x[1, H, W, C]` with the rows of `y`, whose extents the second input must state.
  static Shape resized(OperatorSite site, FlatTensor x, FlatTensor y) throws OperatorSite.Refused {
    boolean planes = x.shape().rank() == 4 && y.shape().rank() == 4 && x.shape().elements() > 0;
    if (planes) {
      long[] size = numbers(site, 1, 2);
      planes =
          size[0] == y.shape().dim(1) && size[1] == y.shape().dim(2) && size[0] > 0 && size[1] > 0;
    }
    if (!planes || x.shape().dim(0) != y.shape().dim(0) || x.shape().dim(3) != y.shape().dim(3)) {
      throw site.refused(Code.IMP_SHAPE, x.shape() + " to " + y.shape(), "convert the model again");
    }
    return x.shape().withDim(1, y.shape().dim(1));
  }

  private static List<Integer> dims(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int a = 0; a < shape.rank(); a++) {
      dims.add(shape.dim(a));
    }
    return dims;
  }
}
