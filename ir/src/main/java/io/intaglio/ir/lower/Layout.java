package io.intaglio.ir.lower;

import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How the elements of a model's tensor lie in a graph value: element `g` of the value, counted in
/// row-major order of `graph`, is element `toModel[g]` of the tensor of shape `model`.
///
/// The model's reshapes and transposes change only this.
final class Layout {
  private static final List<Integer> CHANNEL_LAST = List.of(2, 3, 1);

  private final Shape model;
  private final Shape graph;
  private final int[] toModel;

  private Layout(Shape model, Shape graph, int[] toModel) {
    this.model = model;
    this.graph = graph;
    this.toModel = toModel;
  }

  /// A model's shape without its batch axis of 1.
  static Shape withoutBatch(Shape model) {
    return model.rank() > 0 && model.dim(0) == 1 ? model.dropFirst() : model;
  }

  /// The model's own order.
  static Layout ofModel(Shape model) {
    Shape graph = withoutBatch(model);
    return new Layout(model, graph, graph.gather(0, graph.strides()));
  }

  /// `[1, C, H, W]` as `[H, W, C]`.
  static Layout channelLast(Shape model) {
    return ofAxes(model, CHANNEL_LAST);
  }

  /// The order that elementwise operators meet in: channel last for one image, else the model's.
  static Layout planesLast(Shape model) {
    return model.rank() == 4 && model.dim(0) == 1 ? channelLast(model) : ofModel(model);
  }

  /// Axis `g` of the value is axis `axes[g]` of the model; axes not named have extent 1.
  static Layout ofAxes(Shape model, List<Integer> axes) {
    int[] strides = model.strides();
    int[] dims = axes.stream().mapToInt(model::dim).toArray();
    int[] steps = axes.stream().mapToInt(axis -> strides[axis]).toArray();
    Shape graph = Shape.of(dims);
    return new Layout(model, graph, graph.gather(0, steps));
  }

  /// The model's other axes in their order, without the batch axis of 1, then `last`.
  static Layout axisLast(Shape model, int last) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < model.rank(); axis++) {
      if (axis != last && !(axis == 0 && model.dim(0) == 1)) {
        axes.add(axis);
      }
    }
    axes.add(last);
    return ofAxes(model, axes);
  }

  Shape model() {
    return model;
  }

  Shape graph() {
    return graph;
  }

  int size() {
    return toModel.length;
  }

  int toModel(int flat) {
    return toModel[flat];
  }

  /// The inverse of `toModel`.
  int[] fromModel() {
    int[] inverse = new int[toModel.length];
    for (int g = 0; g < toModel.length; g++) {
      inverse[toModel[g]] = g;
    }
    return inverse;
  }

  boolean sameOrder(Layout other) {
    return Arrays.equals(toModel, other.toModel);
  }

  /// The same value seen under another model shape of as many elements.
  Layout reshape(Shape newModel) {
    return new Layout(newModel, graph, toModel);
  }

  /// The same elements in the same order in a value of another shape.
  Layout inGraphShape(Shape newGraph) {
    return new Layout(model, newGraph, toModel);
  }

  /// The same value seen under the model's transpose.
  Layout transpose(List<Integer> perm) {
    Shape newModel = model.permute(perm);
    int[] strides = model.strides();
    int[] steps = perm.stream().mapToInt(axis -> strides[axis]).toArray();
    int[] oldOf = newModel.gather(0, steps);
    int[] newOf = new int[oldOf.length];
    for (int n = 0; n < oldOf.length; n++) {
      newOf[oldOf[n]] = n;
    }
    return new Layout(newModel, graph, Arrays.stream(toModel).map(m -> newOf[m]).toArray());
  }

  /// For each element of the value, the flat index of the element of a parameter of shape
  /// `parameter`, which broadcasts to the model's shape, that it meets.
  int[] parameterIndex(Shape parameter) {
    int[] byModel = parameter.broadcastIndex(model);
    return Arrays.stream(toModel).map(m -> byModel[m]).toArray();
  }

  /// The model's axis that each axis of the value is, if the value is the model's tensor under some
  /// order of axes, without its first axis where that is a batch of 1.
  Optional<List<Integer>> axes() {
    int first = model.rank() - withoutBatch(model).rank();
    if (model.rank() != graph.rank() + first) {
      return Optional.empty();
    }
    int[] own = graph.strides();
    int[] strides = model.strides();
    boolean[] taken = new boolean[model.rank()];
    Arrays.fill(taken, 0, first, true);
    List<Integer> axes = new ArrayList<>();
    for (int g = 0; g < graph.rank(); g++) {
      int found = -1;
      for (int axis = first; axis < model.rank() && found < 0; axis++) {
        boolean fits = !taken[axis] && model.dim(axis) == graph.dim(g);
        if (fits && (graph.dim(g) <= 1 || strides[axis] == toModel[own[g]] - toModel[0])) {
          found = axis;
        }
      }
      if (found < 0) {
        return Optional.empty();
      }
      taken[found] = true;
      axes.add(found);
    }
    return ofAxes(model, axes).sameOrder(this) ? Optional.of(List.copyOf(axes)) : Optional.empty();
  }
}
