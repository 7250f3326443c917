package io.intaglio.ir.verify;

import static io.intaglio.ir.testing.OperatorCase.ref;
import static io.intaglio.ir.testing.OperatorCase.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.range.RangeAnalysis;
import io.intaglio.ir.testing.GraphShrinker;
import io.intaglio.ir.testing.Property;
import io.intaglio.ir.testing.RandomGraphs;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GraphVerifierTest {
  private static final int GRAPHS = 400;

  private static List<Diagnostic> check(List<Value> inputs, List<Node> nodes, String... outputs) {
    return Verifier.check(new FixedGraph("g", inputs, nodes, List.of(outputs)));
  }

  private static Node node(String name, String type, Range range, Op op, int... dims) {
    return new Node(
        new Value(
            name,
            IntType.parse(type),
            Shape.of(dims),
            range,
            Scale.NONE,
            Origin.node("m.onnx", name)),
        op);
  }

  private static final Value X = value("x", "s4", 2);
  private static final Node SUM =
      node("y", "s5", Range.uniform(-16, 14, 0), new Add(ref("x"), ref("x")), 2);

  @Test
  void aValidGraphHasNothingWrong() {
    assertThat(check(List.of(X), List.of(SUM), "y")).isEmpty();
  }

  @Test
  void oneNameForTwoValuesIsRefused() {
    assertThat(check(List.of(X), List.of(SUM, SUM), "y"))
        .singleElement()
        .extracting(Diagnostic::toString)
        .asString()
        .startsWith("m.onnx:y: error: %y: another value has this name [IR-002]");
  }

  @Test
  void operandsThatNothingMakesOrThatComeLaterAreRefused() {
    Node early = node("z", "s5", Range.uniform(-16, 14), new Add(ref("y"), ref("w")), 2);

    assertThat(check(List.of(X), List.of(early, SUM), "y"))
        .extracting(Diagnostic::message)
        .containsExactly("%z: reads %y before it is made", "%z: reads %w which nothing makes");
  }

  @Test
  void aShapeThatTheOperatorDoesNotMakeIsRefused() {
    Node wrong = node("y", "s5", Range.uniform(-16, 14), new Add(ref("x"), ref("x")), 1, 2);

    assertThat(check(List.of(X), List.of(wrong), "y"))
        .extracting(Diagnostic::message)
        .containsExactly("%y: its shape is [1,2], its operator makes [2]");
  }

  @Test
  void operandsThatDoNotBroadcastAreRefused() {
    Node wrong = node("y", "s5", Range.uniform(-16, 14), new Add(ref("x"), ref("w")), 2);

    assertThat(check(List.of(X, value("w", "s4", 3)), List.of(wrong), "y"))
        .extracting(Diagnostic::message)
        .containsExactly("%y: Add: [3] does not broadcast to [2]");
  }

  @Test
  void aRangeThatLacksAPossibleValueIsRefused() {
    Node narrow = node("y", "s5", Range.uniform(-15, 14), new Add(ref("x"), ref("x")), 2);
    Node stride = node("z", "s5", Range.uniform(-16, 14, 1), new Add(ref("x"), ref("x")), 2);

    assertThat(check(List.of(X), List.of(narrow, stride), "y", "z"))
        .extracting(Diagnostic::message)
        .containsExactly(
            "%y: element 0 is declared [-15,14], its operator makes [-16,14]",
            "%z: element 0 is declared [-16,14]/2^1, its operator makes [-16,14]");
  }

  @Test
  void aRangeThatLeavesItsTypeOrDoesNotBroadcastIsRefused() {
    Value wide = value("x", IntType.signed(4), Range.uniform(-8, 8), 2);
    Value other = value("w", IntType.signed(4), Range.of(Shape.of(3), new long[3], new long[3]), 2);

    assertThat(check(List.of(wide, other), List.of(), "x"))
        .extracting(Diagnostic::message)
        .containsExactly(
            "%x: its range [-8,8] leaves its type s4",
            "%w: its range of shape [3] does not broadcast to [2]");
  }

  @Test
  void crossedBoundsAndUncoveredTablesAreRefused() {
    Node crossed =
        node(
            "y",
            "s4",
            Range.uniform(-8, 7),
            new Clamp(ref("x"), IntTensor.scalar(1), IntTensor.vector(3, 0)),
            2);
    Node table =
        node("z", "s4", Range.uniform(-8, 7), new Lookup(ref("x"), IntTensor.vector(1, 2), 0), 2);

    assertThat(check(List.of(X), List.of(crossed, table), "y", "z"))
        .extracting(Diagnostic::message)
        .containsExactly(
            "%y: lower bound 1 is above upper bound 0",
            "%z: Lookup: the input spans [-8, 7], the table holds 2 entries from 0");
  }

  @Test
  void outputsMustBeThere() {
    assertThat(check(List.of(X), List.of(SUM)))
        .extracting(Diagnostic::message)
        .containsExactly("no outputs");
    assertThat(check(List.of(X), List.of(SUM), "q"))
        .extracting(Diagnostic::message)
        .containsExactly("output %q: nothing makes this value");
  }

  @Test
  void absurdSizesAreRefusedBeforeTheyAreAllocated() {
    Value huge = value("x", "s4", 1 << 20, 1 << 20);
    Value overflowing = value("w", "s4", 1 << 30, 1 << 30, 1 << 30);

    assertThat(check(List.of(huge, overflowing), List.of(), "x")).hasSize(2);
  }

  @Test
  void valuesOfMoreThan63BitsAreRefused() {
    Node wide = node("y", "s63", Range.uniform(0, 1), new Mul(ref("x"), ref("x")), 1);

    assertThat(check(List.of(value("x", "s40", 1)), List.of(wide), "y"))
        .singleElement()
        .satisfies(d -> assertThat(d.code()).isEqualTo(Code.LOW_TOO_WIDE));
  }

  @Test
  void randomGraphsAreValidAndStayValidWhenInferredAndShrunk() {
    Property.forAll(
        1,
        GRAPHS,
        RandomGraphs::withKernels,
        GraphShrinker::shrink,
        graph -> {
          assertThat(Verifier.check(graph)).isEmpty();
          FixedGraph inferred = RangeAnalysis.infer(graph);
          assertThat(Verifier.check(inferred)).isEmpty();
          assertThat(RangeAnalysis.infer(inferred)).isEqualTo(inferred);
          for (FixedGraph smaller : GraphShrinker.shrink(graph)) {
            assertThat(Verifier.check(smaller)).isEmpty();
          }
        });
  }

  @Test
  void randomGraphsHoldEveryOperator() {
    Set<Class<?>> met = new HashSet<>();
    for (int seed = 1; seed <= GRAPHS; seed++) {
      RandomGraphs.withKernels(new SplittableRandom(seed))
          .nodes()
          .forEach(n -> met.add(n.op().getClass()));
    }

    assertThat(met).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }

  @Test
  void everyMutationOfARandomGraphIsRefused() {
    for (int seed = 1; seed <= GRAPHS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      FixedGraph graph = RandomGraphs.withKernels(random);
      int at = random.nextInt(graph.nodes().size());
      for (Mutation mutation : Mutation.values()) {
        FixedGraph mutated = mutation.apply(graph, at);
        if (!mutated.equals(graph)) {
          assertThat(Verifier.check(mutated))
              .as("seed %s, %s of %s", seed, mutation, at)
              .isNotEmpty();
        }
      }
    }
  }

  private enum Mutation {
    SHAPE,
    RANGE_BELOW,
    RANGE_ABOVE,
    TYPE,
    DUPLICATE,
    MISSING,
    OUTPUT;

    FixedGraph apply(FixedGraph graph, int at) {
      Node node = graph.nodes().get(at);
      Value old = node.result();
      Range exact = RangeAnalysis.range(node.op(), operands(graph, node));
      return switch (this) {
        case SHAPE -> replaced(graph, at, shaped(old, old.shape().prepend(2)));
        case RANGE_BELOW ->
            exact.min() == exact.max()
                ? graph
                : replaced(
                    graph,
                    at,
                    old.withRange(old.type(), Range.uniform(exact.min() + 1, old.type().max())));
        case RANGE_ABOVE ->
            exact.min() == exact.max()
                ? graph
                : replaced(
                    graph,
                    at,
                    old.withRange(old.type(), Range.uniform(old.type().min(), exact.max() - 1)));
        case TYPE ->
            exact.type().bits() < 2
                ? graph
                : replaced(
                    graph,
                    at,
                    old.withRange(IntType.unsigned(exact.type().bits() - 2), old.range()));
        case DUPLICATE -> duplicated(graph, at);
        case MISSING -> without(graph, at);
        case OUTPUT ->
            new FixedGraph(graph.name(), graph.inputs(), graph.nodes(), List.of("nowhere"));
      };
    }

    private static List<Value> operands(FixedGraph graph, Node node) {
      return node.op().operands().stream().map(Ref::name).map(graph.values()::get).toList();
    }

    private static Value shaped(Value old, Shape shape) {
      return new Value(old.name(), old.type(), shape, old.range(), old.scale(), old.origin());
    }

    private static FixedGraph replaced(FixedGraph graph, int at, Value result) {
      List<Node> nodes = new ArrayList<>(graph.nodes());
      nodes.set(at, new Node(result, nodes.get(at).op()));
      return new FixedGraph(graph.name(), graph.inputs(), nodes, graph.outputs());
    }

    private static FixedGraph duplicated(FixedGraph graph, int at) {
      List<Node> nodes = new ArrayList<>(graph.nodes());
      nodes.add(nodes.get(at));
      return new FixedGraph(graph.name(), graph.inputs(), nodes, graph.outputs());
    }

    /// The graph without one node, if anything needs it.
    private static FixedGraph without(FixedGraph graph, int at) {
      String name = graph.nodes().get(at).result().name();
      boolean needed =
          graph.outputs().contains(name)
              || graph.nodes().stream()
                  .anyMatch(node -> node.op().operands().contains(new Ref(name)));
      List<Node> nodes = new ArrayList<>(graph.nodes());
      nodes.remove(at);
      return needed ? new FixedGraph(graph.name(), graph.inputs(), nodes, graph.outputs()) : graph;
    }
  }
}
