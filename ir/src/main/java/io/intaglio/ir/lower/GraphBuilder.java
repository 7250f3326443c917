package io.intaglio.ir.lower;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.dyadic.Found;
import io.intaglio.ir.dyadic.RescaleRequest;
import io.intaglio.ir.dyadic.RescaleSearch;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.range.RangeAnalysis;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The graph being made: every value gets its range, its narrowest type and a name of its own as it
/// is added. Names of the model's tensors are kept for the values that hold them.
final class GraphBuilder {
  /// Thresholds an element that a double rounding may become before it is split instead.
  private static final int MAX_STEPS = 32;

  private final Set<String> tensors;
  private final Set<String> taken = new HashSet<>();
  private final List<Value> inputs = new ArrayList<>();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<Op, Value> views = new HashMap<>();
  private final Map<String, Certificate> certificates = new LinkedHashMap<>();

  /// @param tensors the names of all tensors of the model
  GraphBuilder(Set<String> tensors) {
    this.tensors = Set.copyOf(tensors);
  }

  Value input(String name, IntType type, Shape shape, Range range, Scale scale, Origin origin) {
    Value value = new Value(claim(name), type, shape, range, scale, origin);
    inputs.add(value);
    return value;
  }

  /// The result of `op` under a tensor's name.
  Value add(String tensor, Op op, Scale scale, Origin origin) {
    return put(claim(tensor), op, scale, origin);
  }

  /// The result of an operator that the model does not have, named `tensor.suffix`. One that is
  /// there already is used again.
  Value addBeside(String tensor, String suffix, Op op, Scale scale, Origin origin) {
    Value known = views.get(op);
    if (known != null) {
      return known;
    }
    Value value = put(claimBeside(tensor + "." + suffix), op, scale, origin);
    views.put(op, value);
    return value;
  }

  /// The same elements once more, as a value of its own.
  Value copy(String tensor, String name) {
    Value value = value(new Ref(name));
    Reshape same = new Reshape(new Ref(name), value.shape());
    return put(claim(tensor), same, value.scale(), value.origin());
  }

  /// Puts `op` in the place of the operator that makes `old`, which nothing uses yet.
  Value replace(Value old, String tensor, Op op, Scale scale, Origin origin) {
    nodes.remove(old.name());
    return put(claim(tensor), op, scale, origin);
  }

  /// The integer form of `rules`, with its certificate.
  ///
  /// @param parameters how the rules broadcast to `x`
  Value rescale(
      String tensor,
      Value x,
      Shape parameters,
      List<SourceRule> rules,
      IntType type,
      Scale scale,
      Origin origin) {
    return rescaled(claim(tensor), x, parameters, rules, type, scale, origin);
  }

  /// As [#rescale], for a value that the model does not have, named `tensor.suffix`.
  Value rescaleBeside(
      String tensor,
      String suffix,
      Value x,
      Shape parameters,
      List<SourceRule> rules,
      IntType type,
      Scale scale,
      Origin origin) {
    String name = claimBeside(tensor + "." + suffix);
    return rescaled(name, x, parameters, rules, type, scale, origin);
  }

  private Value rescaled(
      String name,
      Value x,
      Shape parameters,
      List<SourceRule> rules,
      IntType type,
      Scale scale,
      Origin origin) {
    boolean splits = SplitDoubleRounding.applies(rules);
    Found found;
    try {
      found = search(name, x, parameters, rules, type, origin);
    } catch (InvalidInput none) {
      if (!splits || overflows(rules, x)) {
        throw none;
      }
      return split(name, x, parameters, rules, type, scale, origin);
    }
    if (splits && found.op() instanceof Threshold threshold && threshold.count() > MAX_STEPS) {
      return split(name, x, parameters, rules, type, scale, origin);
    }
    certificates.put(name, found.certificate());
    return put(name, found.op(), scale, origin);
  }

  private static Found search(
      String name, Value x, Shape parameters, List<SourceRule> rules, IntType type, Origin origin) {
    boolean uniform = rules.stream().allMatch(rules.get(0)::equals);
    return RescaleSearch.search(
        new RescaleRequest(
            new Ref(x.name()),
            x.range(),
            x.shape(),
            name,
            uniform ? Shape.SCALAR : parameters,
            uniform ? List.of(rules.get(0)) : rules,
            type,
            origin));
  }

  /// Two rescales for a rule with two roundings.
  private Value split(
      String name,
      Value x,
      Shape parameters,
      List<SourceRule> rules,
      IntType type,
      Scale scale,
      Origin origin) {
    Value high =
        rescaled(
            claimBeside(name + ".high"),
            x,
            parameters,
            SplitDoubleRounding.high(rules),
            IntType.signed(63),
            Scale.NONE,
            origin);
    return rescaled(name, high, parameters, SplitDoubleRounding.low(rules), type, scale, origin);
  }

  /// Whether the runtime's own arithmetic does.
  private static boolean overflows(List<SourceRule> rules, Value x) {
    try {
      for (SourceRule rule : rules) {
        rule.apply(x.range().min());
        rule.apply(x.range().max());
      }
      return false;
    } catch (ArithmeticException overflow) {
      return true;
    }
  }

  /// Whether [#replace] has put another operator in the place of the one that made `value`.
  boolean isReplaced(Value value) {
    return !nodes.containsKey(value.name()) && !inputs.contains(value);
  }

  private Value put(String name, Op op, Scale scale, Origin origin) {
    List<Value> operands = op.operands().stream().map(this::value).toList();
    Shape shape = op.shape(operands.stream().map(Value::shape).toList());
    demandModest(name, shape, origin);
    Range range = RangeAnalysis.range(op, operands);
    Value value = new Value(name, range.type(), shape, range, scale, origin);
    nodes.put(name, new Node(value, op));
    return value;
  }

  /// Padding and broadcasting make values larger than any that the network has.
  private static void demandModest(String name, Shape shape, Origin origin) {
    if (!shape.hasAtMost(Shape.MAX_VALUE_ELEMENTS)) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.MOD_TOO_LARGE,
              origin,
              "'" + name + "' of shape " + shape + " is too large",
              "up to " + Shape.MAX_VALUE_ELEMENTS + " elements are supported"));
    }
  }

  private Value value(Ref ref) {
    Node node = nodes.get(ref.name());
    return node != null
        ? node.result()
        : inputs.stream().filter(i -> i.name().equals(ref.name())).findFirst().orElseThrow();
  }

  /// The operator that makes `value`, unless it is an input.
  Optional<Op> producer(Value value) {
    return Optional.ofNullable(nodes.get(value.name())).map(Node::op);
  }

  private String claim(String tensor) {
    return taken.add(tensor) ? tensor : claimBeside(tensor);
  }

  private String claimBeside(String wanted) {
    String name = wanted;
    for (int n = 2; tensors.contains(name) || !taken.add(name); n++) {
      name = wanted + "." + n;
    }
    return name;
  }

  FixedGraph graph(String name, List<String> outputs) {
    return new FixedGraph(name, inputs, List.copyOf(nodes.values()), outputs);
  }

  List<Certificate> certificates() {
    return List.copyOf(certificates.values());
  }
}
