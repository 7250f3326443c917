package io.intaglio.frontend.onnx.tensor;

import io.intaglio.ir.type.Shape;

/// Bounds what a file can make the importer allocate: asked before every allocation whose size the
/// file decides.
public final class ElementBudget {
  /// Elements of all constants of a file together, folded ones included.
  public static final long MAX_CONSTANT_ELEMENTS = 1L << 25;

  /// Elements of one constant.
  public static final long MAX_TENSOR_ELEMENTS = 1L << 24;

  /// Elements of one activation; what follows holds numbers for each.
  public static final long MAX_ACTIVATION_ELEMENTS = Shape.MAX_VALUE_ELEMENTS;

  /// Elements of all activations together.
  public static final long MAX_ACTIVATIONS_ELEMENTS = 1L << 26;

  /// Scales and zero points that are kept as exact numbers, which are large.
  public static final long MAX_EXACT_NUMBERS = 1L << 19;

  /// More axes are refused.
  public static final int MAX_RANK = 8;

  private long left = MAX_CONSTANT_ELEMENTS;
  private long activationsLeft = MAX_ACTIVATIONS_ELEMENTS;
  private long exactLeft = MAX_EXACT_NUMBERS;

  /// The shape of these extents, none of which is negative.
  ///
  /// @throws TooLarge if it has more than [#MAX_RANK] axes or [Shape#MAX_ELEMENTS] elements
  public static Shape shape(long... dims) throws TooLarge {
    if (dims.length > MAX_RANK) {
      throw new TooLarge(dims.length + " axes, at most " + MAX_RANK + " are read");
    }
    int[] extents = new int[dims.length];
    long elements = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      long extent = Math.max(dims[axis], 1);
      if (extent > Shape.MAX_ELEMENTS || elements * extent > Shape.MAX_ELEMENTS) {
        throw new TooLarge("more than " + Shape.MAX_ELEMENTS + " elements");
      }
      elements *= extent;
      extents[axis] = (int) dims[axis];
    }
    return Shape.of(extents);
  }

  /// Takes the elements of a constant to be allocated from the budget.
  ///
  /// @throws TooLarge if it does not suffice
  public void claim(Shape shape) throws TooLarge {
    long elements = shape.elements();
    if (elements > MAX_TENSOR_ELEMENTS) {
      throw new TooLarge("a constant has more than " + MAX_TENSOR_ELEMENTS + " elements");
    }
    if (elements > left) {
      throw new TooLarge(
          "the constants of the file have more than " + MAX_CONSTANT_ELEMENTS + " elements");
    }
    left -= elements;
  }

  /// Takes the elements of an activation from the budget.
  ///
  /// @throws TooLarge if it does not suffice
  public void claimActivation(Shape shape) throws TooLarge {
    long elements = shape.elements();
    if (elements > MAX_ACTIVATION_ELEMENTS) {
      throw new TooLarge(
          "the activation of shape "
              + shape
              + " has more than "
              + MAX_ACTIVATION_ELEMENTS
              + " elements");
    }
    if (elements > activationsLeft) {
      throw new TooLarge(
          "the activations have more than " + MAX_ACTIVATIONS_ELEMENTS + " elements");
    }
    activationsLeft -= elements;
  }

  /// Takes the exact numbers of a parameter from the budget.
  ///
  /// @throws TooLarge if it does not suffice
  public void claimExact(ConstantTensor tensor) throws TooLarge {
    if (tensor instanceof ConstantTensor.Quantized quantized) {
      long numbers = (long) quantized.step().size() + quantized.zeroPoint().size();
      if (numbers > exactLeft) {
        throw new TooLarge(
            "the constants of the file have more than " + MAX_EXACT_NUMBERS + " scales");
      }
      exactLeft -= numbers;
    }
  }
}
