package io.intaglio.ir.testing;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An operator, values for its operands and the result that its formula gives, worked out by hand.
///
/// @param what the point of the case
/// @param operands one value for each operand, in order
/// @param inputs the elements of each operand
/// @param expected the elements of the result
public record OperatorCase(
    String what, Op op, List<Value> operands, List<IntTensor> inputs, IntTensor expected) {
  public OperatorCase {
    operands = List.copyOf(operands);
    inputs = List.copyOf(inputs);
  }

  /// A case whose tensors are given by their elements, row-major.
  static OperatorCase of(
      String what, Op op, List<Value> operands, List<long[]> inputs, long... expected) {
    List<IntTensor> tensors = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      tensors.add(IntTensor.of(operands.get(i).shape(), inputs.get(i)));
    }
    Shape result = op.shape(operands.stream().map(Value::shape).toList());
    return new OperatorCase(what, op, operands, tensors, IntTensor.of(result, expected));
  }

  /// The graph of this one operator: distinct operands are its inputs, `%y` its output.
  public FixedGraph graph() {
    Map<String, Value> distinct = new LinkedHashMap<>();
    operands.forEach(operand -> distinct.putIfAbsent(operand.name(), operand));
    Range range = RangeAnalysis.range(op, operands);
    Shape shape = op.shape(operands.stream().map(Value::shape).toList());
    Value y = new Value("y", range.type(), shape, range, Scale.NONE, Origin.NONE);
    return new FixedGraph(
        "case", List.copyOf(distinct.values()), List.of(new Node(y, op)), List.of("y"));
  }

  /// The elements of the graph's inputs, in their order.
  public List<long[]> graphInputs() {
    List<String> seen = new ArrayList<>();
    List<long[]> arrays = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      if (!seen.contains(operands.get(i).name())) {
        seen.add(operands.get(i).name());
        arrays.add(inputs.get(i).toArray());
      }
    }
    return arrays;
  }

  /// A value that can be anything of its type.
  public static Value value(String name, String type, int... dims) {
    IntType parsed = IntType.parse(type);
    return value(name, parsed, Range.of(parsed), dims);
  }

  public static Value value(String name, IntType type, Range range, int... dims) {
    return new Value(name, type, Shape.of(dims), range, Scale.NONE, Origin.NONE);
  }

  public static Ref ref(String name) {
    return new Ref(name);
  }

  @Override
  public String toString() {
    return op.getClass().getSimpleName() + ": " + what;
  }
}
