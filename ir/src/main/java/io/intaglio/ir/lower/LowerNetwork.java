package io.intaglio.ir.lower;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Walks a network once, in its own order, and makes the graph, the heads and the tails. Everything
/// that cannot be lowered is reported; what depends on it is left out.
final class LowerNetwork {
  /// Elements of one tensor that is no constant: ranges and layouts may hold each.
  static final long MAX_ELEMENTS = Shape.MAX_VALUE_ELEMENTS;

  private final Network network;
  private final LoweringOptions options;
  private final Uses uses;
  private final Map<String, RealTensor> constants = new LinkedHashMap<>();
  private final Map<String, Pending> tensors = new LinkedHashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> leaving = new HashSet<>();
  private final Diagnostics diagnostics = new Diagnostics();
  private final GraphBuilder builder;
  private final LowerNode lower;
  private final EmitConstant emitConstant;

  LowerNetwork(Network network, LoweringOptions options) {
    this.network = network;
    this.options = options;
    this.uses = new Uses(network);
    this.builder = new GraphBuilder(network.shapes().keySet());
    this.lower = new LowerNode(builder, constants);
    this.emitConstant = new EmitConstant(builder);
  }

  /// @throws InvalidInput with all refusals
  Certified lower() {
    demandModestSizes();
    network.nodes().forEach(this::keepConstant);
    List<PlannedHead> heads = heads();
    List<PlannedTail> tails = PlannedTail.of(network, uses, constants);
    Set<String> absorbed = new HashSet<>();
    heads.forEach(head -> absorbed.addAll(head.absorbed()));
    Set<String> live = live(tails, heads);
    Set<String> sums = sums(tails);
    for (RealNode node : network.nodes()) {
      boolean wanted = live.contains(node.result());
      if (constants.containsKey(node.result()) || absorbed.contains(node.result())) {
        continue;
      }
      if (wanted || sums.contains(node.result())) {
        visit(node, wanted);
      }
    }
    List<Tail> built = new ArrayList<>();
    tails.forEach(tail -> build(tail).ifPresent(built::add));
    diagnostics.throwIfErrors();
    FixedGraph graph = builder.graph(graphName(), built.stream().map(Tail::value).toList());
    List<Head> borders = heads.stream().map(PlannedHead::head).toList();
    return new Certified(
        new Boundary(network.source(), borders, graph, built), builder.certificates());
  }

  private void demandModestSizes() {
    network.inputs().forEach(x -> demandModestSize(x.name(), x.shape(), x.origin()));
    network.nodes().forEach(x -> demandModestSize(x.result(), x.shape(), x.origin()));
    diagnostics.throwIfErrors();
  }

  private void demandModestSize(String tensor, Shape shape, Origin origin) {
    RealNode maker = uses.maker(tensor);
    long elements = shape.elements();
    if (elements == 0) {
      diagnostics.error(
          Code.IMP_SHAPE,
          origin,
          "tensor '" + tensor + "' " + shape + " has no elements",
          "extents must be positive");
    } else if (elements > MAX_ELEMENTS
        && (maker == null || !(maker.op() instanceof RealParameter))) {
      diagnostics.error(
          Code.MOD_TOO_LARGE,
          origin,
          "tensor '" + tensor + "' has " + elements + " elements",
          "up to " + MAX_ELEMENTS + " are supported");
    }
  }

  private String graphName() {
    String name = network.source();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private void keepConstant(RealNode node) {
    if (node.op() instanceof RealParameter(RealTensor value)) {
      constants.put(node.result(), value);
    }
  }

  private List<PlannedHead> heads() {
    PlanHead plan = new PlanHead(uses, constants, options);
    List<PlannedHead> heads = new ArrayList<>();
    for (NetInput input : network.inputs()) {
      try {
        PlannedHead head = plan.plan(input);
        Value value =
            builder.input(
                input.name(),
                head.type(),
                Layout.withoutBatch(input.shape()),
                head.range(),
                head.scale(),
                origin(input, head));
        tensors.put(head.tensor(), Pending.of(value, head.layout(), head.chain()));
        heads.add(head);
      } catch (Refusal refusal) {
        refuse(input.name(), refusal.diagnostic());
      }
    }
    return heads;
  }

  private Origin origin(NetInput input, PlannedHead head) {
    Origin origin = input.origin();
    for (String tensor : head.absorbed()) {
      origin = origin.merge(uses.maker(tensor).origin());
    }
    return origin;
  }

  /// The tensors that outputs need, from where their tails begin back to where heads end.
  private Set<String> live(List<PlannedTail> tails, List<PlannedHead> heads) {
    Set<String> live = new LinkedHashSet<>();
    List<String> open = new ArrayList<>();
    tails.forEach(tail -> open.add(tail.start()));
    Set<String> ends = new HashSet<>();
    heads.forEach(head -> ends.add(head.tensor()));
    while (!open.isEmpty()) {
      String tensor = open.remove(open.size() - 1);
      RealNode maker = uses.maker(tensor);
      if (live.add(tensor) && maker != null && !ends.contains(tensor)) {
        maker.op().operands().forEach(ref -> open.add(ref.name()));
      }
    }
    return live;
  }

  /// Sums with constants at the start of tails, which may fold into the layers before them.
  private Set<String> sums(List<PlannedTail> tails) {
    Set<String> sums = new LinkedHashSet<>();
    for (PlannedTail tail : tails) {
      for (RealNode node : tail.suffix()) {
        if (ElementwiseStep.of(node, constants).filter(ElementwiseStep::isSum).isEmpty()) {
          break;
        }
        sums.add(node.result());
      }
    }
    return sums;
  }

  private void visit(RealNode node, boolean wanted) {
    List<Pending> operands = new ArrayList<>();
    for (Ref ref : node.op().operands()) {
      if (refused.contains(ref.name())) {
        refused.add(node.result());
        return;
      }
      Pending operand = tensors.get(ref.name());
      if (operand == null && !constants.containsKey(ref.name())) {
        return;
      }
      operands.add(operand == null || uses.count(ref.name()) == 1 ? operand : operand.shared());
    }
    attempt(
        node.result(),
        () -> {
          Optional<Pending> result =
              wanted
                  ? Optional.of(lower.lower(node, withConstants(node, operands)))
                  : lower.foldSum(node, operands);
          result.ifPresent(pending -> tensors.put(node.result(), pending));
        });
  }

  /// Constants that their reader does not fold become values.
  private List<Pending> withConstants(RealNode node, List<Pending> operands) {
    boolean any = operands.stream().anyMatch(operand -> operand != null);
    if (any && !LowerNode.readsConstants(node.op())) {
      return operands;
    }
    List<Pending> all = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      String name = node.op().operands().get(i).name();
      all.add(operands.get(i) != null ? operands.get(i) : constant(name));
    }
    return all;
  }

  private Pending constant(String name) {
    return tensors.computeIfAbsent(name, n -> emitConstant.emit(uses.maker(n), constants.get(n)));
  }

  private Optional<Tail> build(PlannedTail tail) {
    String start = tail.start();
    List<RealNode> rest = new ArrayList<>(tail.suffix());
    while (!rest.isEmpty()
        && tensors.containsKey(rest.get(0).result())
        && isFolded(start, rest.get(0).result())) {
      start = rest.remove(0).result();
    }
    String from = start;
    if (refused.contains(from)) {
      return Optional.empty();
    }
    List<Tail> built = new ArrayList<>();
    attempt(
        tail.output(),
        () -> {
          Pending x = constants.containsKey(from) ? constant(from) : tensors.get(from);
          built.add(distinct(lower.tail(tail.output(), x.shared(), rest)));
        });
    return built.stream().findFirst();
  }

  /// The tail on a value of its own, as each output of a graph is one.
  private Tail distinct(Tail tail) {
    if (leaving.add(tail.value())) {
      return tail;
    }
    Value copy = builder.copy(tail.output(), tail.value());
    leaving.add(copy.name());
    return new Tail(
        tail.output(),
        copy.name(),
        tail.shape(),
        tail.type(),
        tail.scale(),
        tail.zeroPoint(),
        tail.steps());
  }

  /// Whether the layer that made `before` now makes `after`.
  private boolean isFolded(String before, String after) {
    Value old = tensors.get(before).value();
    return !old.equals(tensors.get(after).value()) && builder.isReplaced(old);
  }

  private void attempt(String tensor, Runnable step) {
    try {
      step.run();
    } catch (Refusal refusal) {
      refuse(tensor, refusal.diagnostic());
    } catch (InvalidInput invalid) {
      invalid.diagnostics().forEach(diagnostic -> refuse(tensor, located(tensor, diagnostic)));
    } catch (ArithmeticException overflow) {
      refuse(tensor, located(tensor, tooWide(tensor)));
    }
  }

  private static Diagnostic tooWide(String tensor) {
    return Diagnostic.error(
        Code.LOW_TOO_WIDE,
        Origin.NONE,
        "a number in '" + tensor + "' needs more than 63 bits",
        "values of up to 63 bits are supported: give its operands or constants fewer bits");
  }

  private Diagnostic located(String tensor, Diagnostic found) {
    RealNode maker = uses.maker(tensor);
    boolean known = !found.origin().places().isEmpty() || maker == null;
    return known
        ? found
        : new Diagnostic(
            found.code(),
            found.severity(),
            maker.origin(),
            found.message(),
            found.notes(),
            found.help());
  }

  private void refuse(String tensor, Diagnostic diagnostic) {
    refused.add(tensor);
    if (!diagnostics.all().contains(diagnostic)) {
      diagnostics.add(diagnostic);
    }
  }
}
