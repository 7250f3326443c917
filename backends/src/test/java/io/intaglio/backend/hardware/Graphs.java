package io.intaglio.backend.hardware;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.range.RangeAnalysis;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Builds graphs node by node, with inferred ranges.
final class Graphs {
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  static Ref x(String name) {
    return new Ref(name);
  }

  Graphs input(String name, String type, int... dims) {
    IntType parsed = IntType.parse(type);
    return input(name, Range.of(parsed), dims);
  }

  Graphs input(String name, Range range, int... dims) {
    Value value = new Value(name, range.type(), Shape.of(dims), range, Scale.NONE, Origin.NONE);
    values.put(name, value);
    inputs.add(value);
    return this;
  }

  Graphs node(String name, Op op) {
    List<Value> operands = op.operands().stream().map(ref -> values.get(ref.name())).toList();
    Shape shape = op.shape(operands.stream().map(Value::shape).toList());
    Range range = RangeAnalysis.range(op, operands);
    Value value =
        new Value(name, range.type(), shape, range, Scale.NONE, Origin.node("test", name));
    values.put(name, value);
    nodes.add(new Node(value, op));
    return this;
  }

  FixedGraph outputs(String... names) {
    return new FixedGraph("test", inputs, nodes, Arrays.asList(names));
  }

  static IntTensor random(SplittableRandom random, long lo, long hi, int... dims) {
    Shape shape = Shape.of(dims);
    long[] values = new long[shape.size()];
    Arrays.setAll(values, i -> random.nextLong(lo, hi + 1));
    return IntTensor.of(shape, values);
  }
}
