package io.intaglio.ir.testing;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// One random operator over values that are there.
final class RandomOperators {
  private static final List<Rounding> ROUNDINGS = List.of(Rounding.values());

  private final SplittableRandom random;
  private final List<Value> values;

  private RandomOperators(SplittableRandom random, List<Value> values) {
    this.random = random;
    this.values = values;
  }

  /// An operator whose operands fit, or nothing if none fit the kind that came up.
  static Optional<Op> next(SplittableRandom random, List<Value> values) {
    return new RandomOperators(random, values).next();
  }

  private Optional<Op> next() {
    return switch (random.nextInt(23)) {
      case 0 -> pair().map(p -> new Add(p.get(0), p.get(1)));
      case 1 -> pair().map(p -> new Sub(p.get(0), p.get(1)));
      case 2 -> pair().map(p -> new Mul(p.get(0), p.get(1)));
      case 3 -> any(x -> x.shape().rank() >= 1).map(x -> new ArgMax(ref(x)));
      case 4 -> any(_ -> true).map(this::clamp);
      case 5 -> any(_ -> true).map(this::combine);
      case 6 -> any(x -> x.shape().rank() >= 1).map(this::concat);
      case 7 -> Optional.of(new Constant(tensor(Shape.of(1 + random.nextInt(4)), -9, 9)));
      case 8, 9 -> any(x -> x.shape().rank() == 3).map(this::conv2d);
      case 10, 11 -> any(x -> x.shape().rank() >= 1).map(this::dense);
      case 12 -> any(x -> x.range().max() - x.range().min() < 64).map(this::lookup);
      case 13 -> any(x -> x.shape().rank() == 3).map(this::maxPool);
      case 14 -> any(x -> x.shape().rank() == 3).map(this::sumPool);
      case 15 -> any(_ -> true).map(this::pad);
      case 16 -> any(_ -> true).map(this::rescale);
      case 17 -> any(_ -> true).map(this::reshape);
      case 18 -> any(_ -> true).map(this::slice);
      case 19 -> any(_ -> true).map(this::threshold);
      case 20 -> any(_ -> true).map(this::transpose);
      case 21 -> any(x -> x.shape().rank() >= 1).map(this::gather);
      default -> any(_ -> true).map(this::wrap);
    };
  }

  private static Ref ref(Value value) {
    return new Ref(value.name());
  }

  /// A value for which `fits` holds.
  private Optional<Value> any(Predicate<Value> fits) {
    List<Value> fitting = values.stream().filter(fits).toList();
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  /// Two values, the second of which broadcasts to the first.
  private Optional<List<Ref>> pair() {
    Value a = values.get(random.nextInt(values.size()));
    return any(b -> b.shape().broadcastsTo(a.shape())).map(b -> List.of(ref(a), ref(b)));
  }

  /// A shape that broadcasts to `target`.
  static Shape parameterShape(SplittableRandom random, Shape target) {
    int dropped = random.nextInt(target.rank() + 1);
    List<Integer> dims = new ArrayList<>();
    for (int axis = dropped; axis < target.rank(); axis++) {
      dims.add(random.nextInt(4) == 0 ? 1 : target.dim(axis));
    }
    return Shape.of(dims);
  }

  private IntTensor parameter(Shape target, long min, long max) {
    return tensor(parameterShape(random, target), min, max);
  }

  private IntTensor tensor(Shape shape, long min, long max) {
    long[] elements = random.longs(shape.size(), min, max + 1).toArray();
    return IntTensor.of(shape, elements);
  }

  private int one(int most) {
    return 1 + random.nextInt(most);
  }

  private Op clamp(Value x) {
    return new Clamp(ref(x), parameter(x.shape(), -20, 3), parameter(x.shape(), 3, 30));
  }

  private Op combine(Value x) {
    List<Value> same = values.stream().filter(v -> v.shape().equals(x.shape())).toList();
    List<Ref> inputs =
        IntStream.range(0, one(3))
            .mapToObj(_ -> ref(same.get(random.nextInt(same.size()))))
            .toList();
    Shape rows = parameterShape(random, x.shape()).prepend(inputs.size());
    return new Combine(
        inputs,
        tensor(rows, -9, 9),
        parameter(x.shape(), -40, 40),
        parameter(x.shape(), 0, 5),
        parameter(x.shape(), -3, 3),
        parameter(x.shape(), -90, 0),
        parameter(x.shape(), 0, 90));
  }

  private Op concat(Value x) {
    int axis = random.nextInt(x.shape().rank());
    List<Value> fitting =
        values.stream()
            .filter(v -> v.shape().rank() == x.shape().rank())
            .filter(v -> v.shape().withDim(axis, 1).equals(x.shape().withDim(axis, 1)))
            .toList();
    List<Ref> inputs =
        IntStream.range(0, one(3))
            .mapToObj(_ -> ref(fitting.get(random.nextInt(fitting.size()))))
            .toList();
    return new Concat(inputs, axis);
  }

  private Op dense(Value x) {
    int outputs = one(5);
    return new Dense(
        ref(x),
        tensor(Shape.of(outputs, x.shape().channels()), -9, 9),
        tensor(Shape.of(outputs), -30, 30),
        random.nextInt(3) == 0 ? one(4) : 0);
  }

  private Op conv2d(Value x) {
    int channels = x.shape().dim(2);
    int groups = random.nextInt(3) == 0 ? channels : 1;
    int outputs = groups * one(2);
    int dilationH = one(2);
    int dilationW = one(2);
    Shape weights =
        Shape.of(
            outputs,
            one((x.shape().dim(0) - 1) / dilationH + 1),
            one((x.shape().dim(1) - 1) / dilationW + 1),
            channels / groups);
    return new Conv2d(
        ref(x),
        tensor(weights, -9, 9),
        tensor(Shape.of(outputs), -30, 30),
        one(2),
        one(2),
        dilationH,
        dilationW,
        groups,
        random.nextInt(3) == 0 ? one(4) : 0);
  }

  private Op lookup(Value x) {
    long base = x.range().min() - random.nextInt(3);
    int entries = (int) (x.range().max() - base) + one(3);
    boolean rows = random.nextBoolean();
    Shape table = rows ? Shape.of(x.shape().channels(), entries) : Shape.of(entries);
    return new Lookup(ref(x), tensor(table, -100, 100), base);
  }

  private Op maxPool(Value x) {
    return new MaxPool(ref(x), one(x.shape().dim(0)), one(x.shape().dim(1)), one(2), one(2));
  }

  private Op sumPool(Value x) {
    return new SumPool(ref(x), one(x.shape().dim(0)), one(x.shape().dim(1)), one(2), one(2));
  }

  private Op pad(Value x) {
    List<Integer> before =
        IntStream.range(0, x.shape().rank()).mapToObj(_ -> random.nextInt(3)).toList();
    List<Integer> after =
        IntStream.range(0, x.shape().rank()).mapToObj(_ -> random.nextInt(3)).toList();
    return new Pad(ref(x), before, after, random.nextInt(4) == 0 ? random.nextInt(-9, 10) : 0);
  }

  private Op rescale(Value x) {
    boolean wide = random.nextInt(4) == 0;
    long most = wide ? 1L << 50 : 40;
    return new Rescale(
        ref(x),
        parameter(x.shape(), -most, most),
        parameter(x.shape(), -2 * most, 2 * most),
        parameter(x.shape(), wide ? 40 : 0, wide ? 62 : 6),
        parameter(x.shape(), -3, 3),
        parameter(x.shape(), -200, 0),
        parameter(x.shape(), 0, 200),
        ROUNDINGS.get(random.nextInt(ROUNDINGS.size())));
  }

  private Op reshape(Value x) {
    int size = x.shape().size();
    int first = one(size);
    Shape to =
        switch (random.nextInt(3)) {
          case 0 -> Shape.of(size);
          case 1 -> Shape.of(1, size, 1);
          default -> size % first == 0 ? Shape.of(first, size / first) : Shape.of(size, 1);
        };
    return new Reshape(ref(x), to);
  }

  private Op gather(Value x) {
    int axis = random.nextInt(x.shape().rank());
    return new Gather(
        ref(x),
        axis,
        IntStream.range(0, one(4)).mapToObj(_ -> random.nextInt(x.shape().dim(axis))).toList());
  }

  private Op slice(Value x) {
    List<Integer> starts = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    for (int dim : x.shape().toArray()) {
      int start = random.nextInt(dim);
      int step = random.nextBoolean() ? one(2) : -one(2);
      int most = step > 0 ? (dim - 1 - start) / step + 1 : start / -step + 1;
      starts.add(start);
      steps.add(step);
      sizes.add(one(most));
    }
    return new Slice(ref(x), starts, sizes, steps);
  }

  private Op threshold(Value x) {
    Shape parameters = parameterShape(random, x.shape());
    int count = one(7);
    List<Integer> dims = new ArrayList<>();
    for (int dim : parameters.toArray()) {
      dims.add(dim);
    }
    dims.add(count);
    long[] thresholds = tensor(Shape.of(dims), x.range().min() - 2, x.range().max() + 2).toArray();
    for (int row = 0; row < thresholds.length; row += count) {
      Arrays.sort(thresholds, row, row + count);
    }
    Shape directions = random.nextBoolean() ? Shape.SCALAR : parameters;
    long[] direction = random.longs(directions.size(), 0, 2).map(d -> 2 * d - 1).toArray();
    return new Threshold(
        ref(x),
        IntTensor.of(Shape.of(dims), thresholds),
        IntTensor.of(directions, direction),
        random.nextInt(-4, 5),
        random.nextInt(3) == 0 ? -one(3) : one(2));
  }

  private Op transpose(Value x) {
    List<Integer> perm = new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
    for (int i = perm.size() - 1; i > 0; i--) {
      Collections.swap(perm, i, random.nextInt(i + 1));
    }
    return new Transpose(ref(x), perm);
  }

  private Op wrap(Value x) {
    IntType to =
        random.nextBoolean() ? IntType.signed(one(8)) : IntType.unsigned(random.nextInt(9));
    return Wrap.into(ref(x), to);
  }
}
