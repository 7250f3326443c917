package io.intaglio.ir.range;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
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
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Which integers the elements of each value can be: an interval and a power-of-two stride, worked
/// out element by element over the actual weights and stored in the shortest equal form.
///
/// Elements of operands are taken as independent of each other. Under that assumption both bounds
/// are attained and the stride is the greatest, save that `Combine` and products with a shift may
/// report a smaller one, `MatMul` takes all elements of an operand alike, and the kernels of
/// runtimes (softmaxes, sums and means in float32) have the range of their type. Where values
/// depend on each other the range may hold more than what happens, never less.
public final class RangeAnalysis {
  private RangeAnalysis() {}

  /// The range of an operator's result for operands of the given shapes and ranges.
  ///
  /// @param operands one for each of `op.operands()`, in order
  /// @throws InvalidInput if a result needs more than 63 bits, or a table does not cover its input
  /// @throws IllegalArgumentException if the operands' shapes do not fit
  public static Range range(Op op, List<Value> operands) {
    op.shape(operands.stream().map(Value::shape).toList());
    Range range;
    try {
      range = transfer(op, operands);
    } catch (ArithmeticException e) {
      throw new InvalidInput(tooWide(op, operands, "more than 64"));
    }
    IntType widest = IntType.signed(IntType.MAX_BITS);
    if (range.min() < widest.min() || (range.min() < 0 && range.max() > widest.max())) {
      throw new InvalidInput(tooWide(op, operands, "64"));
    }
    return range;
  }

  /// The same graph with the range of every node's result worked out anew and the narrowest type
  /// that holds it. Inputs keep their types and ranges.
  ///
  /// Needs a graph whose operands are made before they are used and whose shapes fit.
  ///
  /// @throws InvalidInput with all results that need more than 63 bits, save those that depend on
  ///     others of them
  public static FixedGraph infer(FixedGraph graph) {
    Diagnostics diagnostics = new Diagnostics();
    Map<String, Value> known = new LinkedHashMap<>();
    graph.inputs().forEach(input -> known.put(input.name(), input));
    Set<String> failed = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op().operands().stream().anyMatch(ref -> failed.contains(ref.name()))) {
        failed.add(node.result().name());
        continue;
      }
      List<Value> operands =
          node.op().operands().stream()
              .map(ref -> Objects.requireNonNull(known.get(ref.name()), ref.name()))
              .toList();
      try {
        Range range = range(node.op(), operands);
        Value value = node.result().withRange(range.type(), range);
        known.put(value.name(), value);
        nodes.add(new Node(value, node.op()));
      } catch (InvalidInput e) {
        e.diagnostics().forEach(d -> diagnostics.add(located(d, node.result())));
        failed.add(node.result().name());
      }
    }
    diagnostics.throwIfErrors();
    return new FixedGraph(graph.name(), graph.inputs(), nodes, graph.outputs());
  }

  private static Range transfer(Op op, List<Value> x) {
    return switch (op) {
      case Add _ -> ElementwiseRange.add(x.get(0), x.get(1));
      case Sub _ -> ElementwiseRange.subtract(x.get(0), x.get(1));
      case Mul _ -> ElementwiseRange.multiply(x.get(0), x.get(1));
      case Clamp clamp -> ElementwiseRange.clamp(clamp, x.get(0));
      case Wrap wrap -> WrapRange.of(wrap, x.get(0));
      case Constant constant -> ElementwiseRange.constant(constant.value());
      case Rescale rescale -> RescaleRange.of(rescale, x.get(0));
      case Combine combine -> CombineRange.of(combine, x);
      case Threshold threshold -> ThresholdRange.of(threshold, x.get(0));
      case Lookup lookup -> LookupRange.of(lookup, x.get(0));
      case Dense dense -> LinearRange.dense(dense, x.get(0));
      case Conv2d conv -> ConvolutionRange.of(conv, x.get(0));
      case MaxPool pool -> PoolRange.max(pool, x.get(0));
      case SumPool pool -> PoolRange.sum(pool, x.get(0));
      case MatMul _ -> MatMulRange.of(x.get(0), x.get(1));
      case TableSoftmax softmax -> KernelRange.of(softmax, x.get(0));
      case GemmlowpSoftmax softmax -> Range.of(softmax.type());
      case Int16Softmax softmax -> KernelRange.of(softmax, x.get(0));
      case RoundedSoftmax softmax -> KernelRange.of(softmax);
      case Float32Add add -> Range.of(add.type());
      case Float32AveragePool pool -> Range.of(pool.type());
      case ArgMax _ -> ArgMaxRange.of(x.get(0));
      case Concat concat -> LayoutRange.concat(concat, x);
      case Pad pad -> LayoutRange.pad(pad, x.get(0));
      case Gather gather -> LayoutRange.gather(gather, x.get(0));
      case Slice slice -> LayoutRange.slice(slice, x.get(0));
      case Reshape reshape -> LayoutRange.reshape(reshape, x.get(0));
      case Transpose transpose -> LayoutRange.transpose(transpose, x.get(0));
    };
  }

  private static Diagnostic tooWide(Op op, List<Value> operands, String bits) {
    Origin origin = Origin.NONE;
    for (Value operand : operands) {
      origin = origin.merge(operand.origin());
    }
    return Diagnostic.error(
        Code.LOW_TOO_WIDE,
        origin,
        "a result of " + op.getClass().getSimpleName() + " needs " + bits + " bits",
        "values of up to 63 bits are supported: narrow the operator's inputs or its parameters");
  }

  private static Diagnostic located(Diagnostic found, Value value) {
    Origin origin = value.origin().places().isEmpty() ? found.origin() : value.origin();
    return new Diagnostic(
        found.code(),
        found.severity(),
        origin,
        "%" + value.name() + ": " + found.message(),
        found.notes(),
        found.help());
  }
}
