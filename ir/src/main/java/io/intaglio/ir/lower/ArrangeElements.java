package io.intaglio.ir.lower;

import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// `value in one order → reshape, transpose, reshape → value in another`.
///
/// Both layouts must be of one model shape, and the gather between them must be a permutation of
/// the axes of some factorisation of the shape, as every one transpose between reshapes is.
///
/// Tempting and wrong: to reshape where the shapes agree but the orders do not. `[2, 2]` after a
/// transpose has the shape it had before, and other elements.
final class ArrangeElements {
  private final GraphBuilder builder;

  ArrangeElements(GraphBuilder builder) {
    this.builder = builder;
  }

  /// The same tensor in the order and graph shape of `target`.
  Pending arrange(Pending x, Layout target) {
    if (!x.layout().model().equals(target.model())) {
      throw new IllegalArgumentException(
          "layouts of " + x.layout().model() + " and " + target.model());
    }
    if (x.layout().sameOrder(target)) {
      return reshape(x, target);
    }
    int[] from = x.layout().fromModel();
    int[] source = IntStream.range(0, target.size()).map(g -> from[target.toModel(g)]).toArray();
    Chain chain = x.chain().gathered(x.shape(), source, target.graph());
    Optional<Value> transposed = transposed(x, target);
    if (transposed.isPresent()) {
      return new Pending(transposed.get(), target, chain, x.exclusive(), x.origin());
    }
    List<Axis> axes = axes(source);
    List<Axis> sorted = axes.stream().sorted(Comparator.comparingInt(a -> -a.stride())).toList();
    if (!isGather(axes, source) || !isContiguous(sorted)) {
      throw Refusal.noForm(
          x.value().origin().merge(x.origin()),
          "the reshapes and transposes behind '" + x.value().name() + "' are no single transpose",
          "export the model with fewer reshapes between its transposes");
    }
    List<Integer> perm = axes.stream().map(sorted::indexOf).toList();
    String name = x.value().name();
    Value value = reshaped(x.value(), name, shape(sorted));
    Scale scale = value.scale();
    value =
        builder.addBeside(
            name, "transposed", new Transpose(new Ref(value.name()), perm), scale, value.origin());
    value = reshaped(value, name, target.graph());
    return new Pending(value, target, chain, x.exclusive(), x.origin());
  }

  /// One transpose, where both values have axes of the model.
  private Optional<Value> transposed(Pending x, Layout target) {
    Optional<List<Integer>> from = x.layout().axes();
    Optional<List<Integer>> to = target.axes();
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> perm = to.get().stream().map(from.get()::indexOf).toList();
    Value value = x.value();
    return Optional.of(
        builder.addBeside(
            value.name(),
            "transposed",
            new Transpose(new Ref(value.name()), perm),
            value.scale(),
            value.origin()));
  }

  private Pending reshape(Pending x, Layout target) {
    if (x.shape().equals(target.graph())) {
      return x.with(target);
    }
    Value value = reshaped(x.value(), x.value().name(), target.graph());
    int[] same = IntStream.range(0, target.size()).toArray();
    Chain chain = x.chain().gathered(x.shape(), same, target.graph());
    return new Pending(value, target, chain, x.exclusive(), x.origin());
  }

  private Value reshaped(Value value, String name, Shape to) {
    return value.shape().equals(to)
        ? value
        : builder.addBeside(
            name,
            "reshaped",
            new Reshape(new Ref(value.name()), to),
            value.scale(),
            value.origin());
  }

  /// A run of elements `stride` apart in the source.
  private record Axis(int extent, int stride) {}

  /// The axes of `source`, outermost first, as long as they can be.
  private static List<Axis> axes(int[] source) {
    List<Axis> axes = new ArrayList<>();
    int block = 1;
    while (block < source.length) {
      int stride = source[block] - source[0];
      int extent = 1;
      while (extent * block < source.length
          && source[extent * block] - source[0] == extent * stride) {
        extent++;
      }
      axes.add(0, new Axis(extent, stride));
      block *= extent;
    }
    return axes;
  }

  private static boolean isGather(List<Axis> axes, int[] source) {
    Shape shape = shape(axes);
    int[] steps = axes.stream().mapToInt(Axis::stride).toArray();
    return shape.elements() == source.length
        && Arrays.equals(shape.gather(source[0], steps), source);
  }

  private static boolean isContiguous(List<Axis> sorted) {
    int stride = 1;
    for (int i = sorted.size() - 1; i >= 0; i--) {
      if (sorted.get(i).stride() != stride) {
        return false;
      }
      stride *= sorted.get(i).extent();
    }
    return true;
  }

  private static Shape shape(List<Axis> axes) {
    return Shape.of(axes.stream().map(Axis::extent).toList());
  }
}
