package io.intaglio.ir.testing;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.range.RangeAnalysis;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Random valid graphs over all operators: up to three inputs, up to twelve nodes, tensors of up to
/// 256 elements of up to 48 bits. Types and ranges are at times wider than they need to be.
public final class RandomGraphs {
  private static final int MAX_ELEMENTS = 256;
  private static final int MAX_BITS = 48;
  private static final int ATTEMPTS = 50;

  private final SplittableRandom random;
  private final boolean kernels;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  private RandomGraphs(SplittableRandom random, boolean kernels) {
    this.random = random;
    this.kernels = kernels;
  }

  /// Without the kernels of runtimes, which hardware does not have.
  public static FixedGraph graph(SplittableRandom random) {
    return new RandomGraphs(random, false).build(1 + random.nextInt(12));
  }

  /// Over all operators, the kernels of runtimes too.
  public static FixedGraph withKernels(SplittableRandom random) {
    return new RandomGraphs(random, true).build(1 + random.nextInt(12));
  }

  /// A graph of one operator over its inputs.
  public static FixedGraph single(SplittableRandom random) {
    return new RandomGraphs(random, false).build(1);
  }

  private FixedGraph build(int size) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      Value input = input("x" + i);
      inputs.add(input);
      values.add(input);
    }
    while (nodes.size() < size) {
      addNode("v" + nodes.size());
    }
    Set<String> outputs = new LinkedHashSet<>();
    outputs.add(nodes.getLast().result().name());
    if (random.nextBoolean()) {
      outputs.add(nodes.get(random.nextInt(nodes.size())).result().name());
    }
    return new FixedGraph("random", inputs, nodes, List.copyOf(outputs));
  }

  private Value input(String name) {
    Shape shape = shape();
    if (random.nextInt(5) == 0) {
      return value(name, IntType.signed(2), shape, Range.uniform(-1, 1, 1));
    }
    IntType type =
        random.nextBoolean()
            ? IntType.signed(1 + random.nextInt(8))
            : IntType.unsigned(random.nextInt(9));
    Range range = random.nextInt(3) == 0 ? within(type, shape) : Range.of(type);
    return value(name, type, shape, range);
  }

  private Shape shape() {
    return switch (random.nextInt(6)) {
      case 0 -> Shape.of(1 + random.nextInt(6), 1 + random.nextInt(4));
      case 1, 2, 3 -> Shape.of(1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(4));
      case 4 -> random.nextInt(4) == 0 ? Shape.SCALAR : Shape.of(1 + random.nextInt(3));
      default -> Shape.of(1 + random.nextInt(8));
    };
  }

  /// Intervals and strides within a type, each its own for every element of a broadcast shape.
  private Range within(IntType type, Shape shape) {
    Shape own = RandomOperators.parameterShape(random, shape);
    long[] lo = new long[own.size()];
    long[] hi = new long[lo.length];
    int[] stride = new int[lo.length];
    for (int i = 0; i < lo.length; i++) {
      lo[i] = random.nextLong(type.min(), type.max() + 1);
      stride[i] = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
      hi[i] = lo[i] + (random.nextLong(type.max() - lo[i] + 1) >> stride[i] << stride[i]);
      stride[i] = lo[i] == hi[i] ? 0 : stride[i];
    }
    return Range.of(own, lo, hi, stride);
  }

  private void addNode(String name) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Op> next =
          kernels && random.nextInt(4) == 0
              ? RandomKernels.next(random, values)
              : RandomOperators.next(random, values);
      Optional<Node> node = next.flatMap(op -> node(name, op));
      if (node.isPresent()) {
        nodes.add(node.get());
        values.add(node.get().result());
        return;
      }
    }
    throw new IllegalStateException("no operator fits");
  }

  /// The node, if its result is not too large or wide.
  private Optional<Node> node(String name, Op op) {
    List<Value> operands = op.operands().stream().map(this::named).toList();
    Shape shape = op.shape(operands.stream().map(Value::shape).toList());
    if (shape.elements() > MAX_ELEMENTS) {
      return Optional.empty();
    }
    try {
      Range range = RangeAnalysis.range(op, operands);
      if (range.type().bits() > MAX_BITS) {
        return Optional.empty();
      }
      return Optional.of(new Node(loosened(value(name, range.type(), shape, range)), op));
    } catch (InvalidInput e) {
      return Optional.empty();
    }
  }

  private Value named(Ref ref) {
    return values.stream().filter(v -> v.name().equals(ref.name())).findFirst().orElseThrow();
  }

  /// At times the same value of a wider type, or of a range that says less.
  private Value loosened(Value value) {
    return switch (random.nextInt(8)) {
      case 0 -> {
        IntType type = IntType.signed(value.type().bits() + 2);
        yield value.withRange(type, value.range());
      }
      case 1 -> value.withRange(value.type(), Range.of(value.type()));
      default -> value;
    };
  }

  private Value value(String name, IntType type, Shape shape, Range range) {
    Scale scale =
        random.nextInt(3) == 0
            ? Scale.NONE
            : new Scale(Rational.powerOfTwo(-random.nextInt(9)), random.nextInt(3));
    Origin origin = random.nextBoolean() ? Origin.NONE : Origin.node("random.onnx", name);
    return new Value(name, type, shape, range, scale, origin);
  }
}
