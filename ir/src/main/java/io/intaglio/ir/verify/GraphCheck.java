package io.intaglio.ir.verify;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.range.RangeAnalysis;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// Checks a [FixedGraph]. Of a node whose operands or shape are wrong nothing further is said.
final class GraphCheck {
  private static final String HELP = "lower the model again, and do not edit its graph by hand";

  private final FixedGraph graph;
  private final Diagnostics diagnostics;
  private final Names<Value> names;

  GraphCheck(FixedGraph graph, Diagnostics diagnostics) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    List<String> all = new ArrayList<>();
    graph.inputs().forEach(input -> all.add(input.name()));
    graph.nodes().forEach(node -> all.add(node.result().name()));
    this.names = new Names<>(all, diagnostics);
  }

  void run() {
    for (Value input : graph.inputs()) {
      value(input);
      names.define(input.name(), input.origin(), input);
    }
    for (Node node : graph.nodes()) {
      Value result = node.result();
      if (value(result) && names.resolve(result.name(), result.origin(), node.op().operands())) {
        node(node);
      }
      names.define(result.name(), result.origin(), result);
    }
    names.outputs(graph.outputs());
  }

  /// Whether a value's own parts fit each other.
  private boolean value(Value value) {
    if (!names.size(value.name(), value.origin(), value.shape(), Shape.MAX_VALUE_ELEMENTS)) {
      return false;
    }
    Range range = value.range();
    if (!range.shape().broadcastsTo(value.shape())) {
      error(
          value, "its range of shape " + range.shape() + " does not broadcast to " + value.shape());
      return false;
    }
    if (range.size() > 0
        && !(value.type().contains(range.min()) && value.type().contains(range.max()))) {
      error(value, "its range " + range + " leaves its type " + value.type());
    }
    return true;
  }

  private void node(Node node) {
    Value result = node.result();
    List<Value> operands = node.op().operands().stream().map(ref -> names.get(ref.name())).toList();
    if (!operands.stream().allMatch(GraphCheck::isUsable)) {
      return;
    }
    try {
      Shape shape = node.op().shape(operands.stream().map(Value::shape).toList());
      if (!shape.equals(result.shape())) {
        error(result, "its shape is " + result.shape() + ", its operator makes " + shape);
        return;
      }
      bounds(result, node.op());
      range(result, RangeAnalysis.range(node.op(), operands));
    } catch (IllegalArgumentException | ArithmeticException e) {
      error(result, e.getMessage());
    } catch (InvalidInput e) {
      e.diagnostics().forEach(found -> error(found.code(), result, found.message()));
    }
  }

  private static boolean isUsable(Value operand) {
    return operand.shape().hasAtMost(Shape.MAX_VALUE_ELEMENTS)
        && operand.range().shape().broadcastsTo(operand.shape());
  }

  private void bounds(Value result, Op op) {
    switch (op) {
      case Clamp clamp -> ordered(result, clamp.lo(), clamp.hi());
      case Rescale rescale -> ordered(result, rescale.lo(), rescale.hi());
      case Combine combine -> ordered(result, combine.lo(), combine.hi());
      case Add _,
          ArgMax _,
          Concat _,
          Constant _,
          Conv2d _,
          Dense _,
          Float32Add _,
          Float32AveragePool _,
          Gather _,
          GemmlowpSoftmax _,
          Int16Softmax _,
          RoundedSoftmax _,
          Lookup _,
          MatMul _,
          MaxPool _,
          Mul _,
          Pad _,
          Reshape _,
          Slice _,
          Sub _,
          SumPool _,
          TableSoftmax _,
          Threshold _,
          Transpose _,
          Wrap _ -> {}
    }
  }

  private void ordered(Value result, IntTensor lo, IntTensor hi) {
    int[] low = lo.shape().broadcastIndex(result.shape());
    int[] high = hi.shape().broadcastIndex(result.shape());
    for (int i = 0; i < low.length; i++) {
      if (lo.at(low[i]) > hi.at(high[i])) {
        error(result, "lower bound " + lo.at(low[i]) + " is above upper bound " + hi.at(high[i]));
        return;
      }
    }
  }

  /// Whether the declared range holds what the operator makes.
  private void range(Value result, Range possible) {
    Range declared = result.range();
    int[] ofDeclared = declared.shape().broadcastIndex(result.shape());
    int[] ofPossible = possible.shape().broadcastIndex(result.shape());
    for (int i = 0; i < ofDeclared.length; i++) {
      if (!holds(declared, ofDeclared[i], possible, ofPossible[i])) {
        error(
            result,
            "element "
                + i
                + " is declared "
                + text(declared, ofDeclared[i])
                + ", its operator makes "
                + text(possible, ofPossible[i]));
        return;
      }
    }
  }

  private static boolean holds(Range declared, int at, Range possible, int from) {
    long lo = possible.lo(from);
    long hi = possible.hi(from);
    int stride = declared.log2Stride(at);
    long offset = lo - declared.lo(at);
    boolean inside = lo >= declared.lo(at) && hi <= declared.hi(at);
    boolean onStride = (offset & ((1L << stride) - 1)) == 0;
    return inside && onStride && (lo == hi || possible.log2Stride(from) >= stride);
  }

  private static String text(Range range, int at) {
    return Range.uniform(range.lo(at), range.hi(at), range.log2Stride(at)).toString();
  }

  private void error(Value value, String message) {
    error(Code.IR_INVALID, value, message);
  }

  private void error(Code code, Value value, String message) {
    diagnostics.error(code, value.origin(), "%" + value.name() + ": " + message, HELP);
  }
}
