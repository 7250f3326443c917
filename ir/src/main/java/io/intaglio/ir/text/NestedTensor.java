package io.intaglio.ir.text;

import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Tensors as nested lists: `5`, `[1, 2, 3]`, `[[1, 0; 3], [0; 4]]`. A tensor without elements and
/// of more than one axis is `empty([0, 3])`.
///
/// @param shape the shape that the nesting gives
/// @param leaves the elements' trees in row-major order; a repeated one is the same object
record NestedTensor(Shape shape, List<Syntax> leaves) {
  /// Tensors up to this size are written in the text, larger ones in the side file.
  static final int MAX_INLINE = 64;

  private static final String EMPTY = "empty";

  /// The tree of a tensor whose element `i` is `leaf.apply(i)`.
  static Syntax write(Shape shape, IntFunction<Syntax> leaf) {
    if (shape.rank() > 1 && shape.elements() == 0) {
      return new Syntax.Construct(
          EMPTY, List.of(ScalarCodecs.SHAPE.write(shape)), List.of(), Place.NONE);
    }
    return write(shape, 0, 0, leaf);
  }

  private static Syntax write(Shape shape, int axis, int first, IntFunction<Syntax> leaf) {
    if (axis == shape.rank()) {
      return leaf.apply(first);
    }
    int stride = 1;
    for (int inner = axis + 1; inner < shape.rank(); inner++) {
      stride *= shape.dim(inner);
    }
    List<Syntax> values = new ArrayList<>();
    for (int i = 0; i < shape.dim(axis); i++) {
      values.add(write(shape, axis + 1, first + i * stride, leaf));
    }
    return Syntax.Sequence.of(values);
  }

  /// The tree of a tensor whose every element is `leaf`.
  static Syntax filled(Shape shape, Syntax leaf) {
    Syntax node = leaf;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      node = new Syntax.Sequence(List.of(new Syntax.Item(node, shape.dim(axis))), Place.NONE);
    }
    return node;
  }

  static NestedTensor read(Syntax node, Reading in) {
    if (node instanceof Syntax.Construct(String word, List<Syntax> arguments, _, _)
        && word.equals(EMPTY)
        && arguments.size() == 1) {
      Shape shape = ScalarCodecs.SHAPE.read(arguments.getFirst(), in);
      if (shape.elements() != 0) {
        throw in.refusal(node.place(), "a tensor of shape " + shape + " is not empty", "");
      }
      return new NestedTensor(shape, List.of());
    }
    Shape shape = ScalarCodecs.checked(measure(node, in), node.place(), in);
    if (shape.elements() > MAX_INLINE) {
      in.unfold(node.place(), shape.elements());
    }
    List<Syntax> leaves = new ArrayList<>(shape.size());
    flatten(node, leaves);
    return new NestedTensor(shape, leaves);
  }

  /// The extents that the nesting gives, equal in every row, in time that repetitions do not add
  /// to.
  private static List<Integer> measure(Syntax node, Reading in) {
    if (!(node instanceof Syntax.Sequence sequence)) {
      return List.of();
    }
    long length = 0;
    List<Integer> inner = null;
    for (Syntax.Item item : sequence.items()) {
      length += item.count();
      List<Integer> row = measure(item.value(), in);
      if (inner != null && !inner.equals(row)) {
        throw ragged(item.value(), in);
      }
      inner = row;
    }
    if (length > Shape.MAX_ELEMENTS) {
      throw in.refusal(node.place(), "a list of " + length + " elements", "");
    }
    List<Integer> dims = new ArrayList<>();
    dims.add((int) length);
    dims.addAll(inner == null ? List.of() : inner);
    return dims;
  }

  private static Refusal ragged(Syntax node, Reading in) {
    return in.refusal(node.place(), "the rows of the tensor differ in length or depth", "");
  }

  private static void flatten(Syntax node, List<Syntax> leaves) {
    if (!(node instanceof Syntax.Sequence sequence)) {
      leaves.add(node);
      return;
    }
    for (Syntax.Item item : sequence.items()) {
      int start = leaves.size();
      flatten(item.value(), leaves);
      int length = leaves.size() - start;
      for (int copy = 1; copy < item.count(); copy++) {
        for (int i = 0; i < length; i++) {
          leaves.add(leaves.get(start + i));
        }
      }
    }
  }
}
