package io.intaglio.backend.hardware;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
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
import io.intaglio.ir.op.Ref;
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
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Unrolls a graph into a [Draft]. Nodes that no output needs are left out.
final class Drafting {
  private final FixedGraph graph;
  private final DelayModel delays;
  private final List<String> names = new ArrayList<>();
  private final List<Elements> elements = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  private Drafting(FixedGraph graph, DelayModel delays) {
    this.graph = graph;
    this.delays = delays;
  }

  static Draft of(FixedGraph graph, DelayModel delays) {
    return new Drafting(graph, delays).draft();
  }

  private Draft draft() {
    for (Value input : graph.inputs()) {
      define(input, Elements.of(input));
    }
    Set<String> needed = needed();
    for (Node node : graph.nodes()) {
      if (needed.contains(node.result().name())) {
        add(node);
      }
    }
    List<Integer> outputs = graph.outputs().stream().map(numbers::get).toList();
    return new Draft(names, elements, graph.inputs().size(), parts, outputs, built(outputs));
  }

  private boolean[] built(List<Integer> outputs) {
    int inputs = graph.inputs().size();
    boolean[] built = new boolean[names.size()];
    Arrays.fill(built, 0, inputs, true);
    for (int output : outputs) {
      built[output] = true;
    }
    for (Part part : parts.reversed()) {
      built[part.value()] &= !elements.get(part.value()).allConstant();
      for (int j = 0; built[part.value()] && j < part.operands().length; j++) {
        built[part.operands()[j]] |= Draft.uses(part, j, elements);
      }
    }
    return built;
  }

  private Set<String> needed() {
    Set<String> needed = new HashSet<>(graph.outputs());
    for (Node node : graph.nodes().reversed()) {
      if (needed.contains(node.result().name())) {
        node.op().operands().forEach(ref -> needed.add(ref.name()));
      }
    }
    return needed;
  }

  private void define(Value value, Elements range) {
    numbers.put(value.name(), names.size());
    names.add(value.name());
    elements.add(range);
    shapes.add(value.shape());
  }

  private void add(Node node) {
    List<Ref> refs = node.op().operands();
    int[] operands = refs.stream().mapToInt(ref -> numbers.get(ref.name())).toArray();
    List<Elements> ranges = new ArrayList<>();
    List<Shape> in = new ArrayList<>();
    int[] offsets = new int[operands.length];
    for (int j = 0; j < operands.length; j++) {
      offsets[j] = j == 0 ? 0 : offsets[j - 1] + ranges.getLast().size();
      ranges.add(elements.get(operands[j]));
      in.add(shapes.get(operands[j]));
    }
    Unrolled unrolled = unroll(node.op(), in, node.result().shape());
    Elements read = Elements.concatenated(ranges);
    String operator = node.op().getClass().getSimpleName();
    Value result = node.result();
    Part part =
        switch (unrolled) {
          case Cells(Block block) ->
              new LogicBuilder(readingOnce(block, operands, offsets), read, offsets, delays)
                  .build(names.size(), operator, result.origin(), operands);
          case Moves(Wiring wiring) ->
              new Part.Wires(names.size(), operator, result.origin(), operands, offsets, wiring);
        };
    parts.add(part);
    define(result, resultOf(part, read, result.shape().size()));
  }

  /// An operand that is there twice is read as one, so that `x − x` is seen to be nothing.
  private Block readingOnce(Block block, int[] operands, int[] offsets) {
    if (Arrays.stream(operands).distinct().count() == operands.length) {
      return block;
    }
    int size = 0;
    for (int operand : operands) {
      size += elements.get(operand).size();
    }
    int[] same = new int[size];
    for (int j = 0; j < operands.length; j++) {
      int first = 0;
      while (operands[first] != operands[j]) {
        first++;
      }
      for (int e = 0; e < elements.get(operands[j]).size(); e++) {
        same[offsets[j] + e] = offsets[first] + e;
      }
    }
    return block.reading(same);
  }

  private static Elements resultOf(Part part, Elements read, int size) {
    long[] lo = new long[size];
    long[] hi = new long[size];
    switch (part) {
      case Part.Logic logic -> {
        for (int[] writes : logic.writes()) {
          for (int o = 0; o < writes.length; o++) {
            lo[writes[o]] = logic.cells().get(logic.outputs()[o]).lo();
            hi[writes[o]] = logic.cells().get(logic.outputs()[o]).hi();
          }
        }
      }
      case Part.Wires wires -> {
        for (int e = 0; e < size; e++) {
          int source = wires.wiring().reads()[e];
          boolean constant = source == Wiring.CONSTANT;
          lo[e] = constant ? wires.wiring().constants()[e] : read.lo()[source];
          hi[e] = constant ? wires.wiring().constants()[e] : read.hi()[source];
        }
      }
    }
    return new Elements(lo, hi);
  }

  private sealed interface Unrolled {}

  private record Cells(Block block) implements Unrolled {}

  private record Moves(Wiring wiring) implements Unrolled {}

  private static Unrolled unroll(Op op, List<Shape> in, Shape out) {
    return switch (op) {
      case Dense dense -> new Cells(DenseBlock.of(dense, in.getFirst(), out));
      case Conv2d conv -> new Cells(ConvBlock.of(conv, in.getFirst(), out));
      case Rescale rescale -> new Cells(RescaleBlock.of(rescale, out));
      case Combine combine -> new Cells(CombineBlock.of(combine, out));
      case Threshold threshold -> new Cells(ThresholdBlock.of(threshold, out));
      case Lookup lookup -> new Cells(LookupBlock.of(lookup, out));
      case Clamp clamp -> new Cells(LimitBlock.of(clamp, out));
      case Wrap wrap -> new Cells(LimitBlock.of(wrap, out));
      case Add _ -> new Cells(ArithmeticBlock.sum(in.get(0), in.get(1)));
      case Sub _ -> new Cells(ArithmeticBlock.difference(in.get(0), in.get(1)));
      case Mul _ -> new Cells(ArithmeticBlock.product(in.get(0), in.get(1)));
      case MaxPool pool -> new Cells(PoolBlock.of(pool, in.getFirst(), out));
      case SumPool pool -> new Cells(PoolBlock.of(pool, in.getFirst(), out));
      case ArgMax _ -> new Cells(ArgMaxBlock.of(in.getFirst(), out));
      case MatMul _,
          TableSoftmax _,
          GemmlowpSoftmax _,
          Int16Softmax _,
          RoundedSoftmax _,
          Float32Add _,
          Float32AveragePool _ ->
          throw new IllegalStateException("the legalizer refuses " + op.getClass());
      case Constant constant -> new Moves(Wiring.of(constant));
      case Reshape reshape -> new Moves(Wiring.identity(reshape.to()));
      case Transpose transpose -> new Moves(Wiring.of(transpose, in.getFirst(), out));
      case Gather gather -> new Moves(Wiring.of(gather, in.getFirst()));
      case Slice slice -> new Moves(Wiring.of(slice, in.getFirst(), out));
      case Pad pad -> new Moves(Wiring.of(pad, in.getFirst(), out));
      case Concat concat -> new Moves(Wiring.of(concat, in, out));
    };
  }
}
