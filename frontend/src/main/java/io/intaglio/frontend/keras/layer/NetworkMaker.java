package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The network under construction: what each layer's output is, and the nodes made so far.
public final class NetworkMaker {
  private final Set<String> layers;
  private final Map<String, Ref> values = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();

  /// The number behind the last value of a name that was wanted before.
  private final Map<String, Integer> repeats = new HashMap<>();

  private final List<NetInput> inputs = new ArrayList<>();
  private final List<RealNode> nodes = new ArrayList<>();

  public NetworkMaker(Set<String> layers) {
    this.layers = Set.copyOf(layers);
  }

  public List<NetInput> inputs() {
    return inputs;
  }

  public List<RealNode> nodes() {
    return nodes;
  }

  /// The output of a layer; null when it was refused.
  public Ref value(String layer) {
    return values.get(layer);
  }

  public boolean isInput(Ref ref) {
    return inputs.stream().anyMatch(input -> input.name().equals(ref.name()));
  }

  /// The output of a layer, under the layer's own name if it made a value.
  public void bind(String layer, Ref output) {
    RealNode last = nodes.isEmpty() ? null : nodes.get(nodes.size() - 1);
    if (last != null
        && last.result().equals(output.name())
        && output.name().startsWith(layer + ".")
        && !shapes.containsKey(layer)) {
      nodes.set(nodes.size() - 1, new RealNode(layer, last.shape(), last.op(), last.origin()));
      shapes.put(layer, last.shape());
      values.put(layer, new Ref(layer));
      return;
    }
    values.put(layer, output);
  }

  Shape shape(Ref ref) {
    return shapes.get(ref.name());
  }

  Ref input(NetInput input) {
    inputs.add(input);
    shapes.put(input.name(), input.shape());
    return new Ref(input.name());
  }

  Ref emit(String wanted, Shape shape, RealOp op, Origin origin) {
    String name = wanted;
    while (shapes.containsKey(name) || layers.contains(name)) {
      name = wanted + "_" + repeats.merge(wanted, 2, (n, _) -> n + 1);
    }
    nodes.add(new RealNode(name, shape, op, origin));
    shapes.put(name, shape);
    return new Ref(name);
  }
}
