package io.intaglio.frontend.keras;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.file.KerasLayer;
import io.intaglio.frontend.keras.file.KerasModel;
import io.intaglio.frontend.keras.layer.LayerReader;
import io.intaglio.frontend.keras.layer.LayerSite;
import io.intaglio.frontend.keras.layer.LayerTable;
import io.intaglio.frontend.keras.layer.NetworkMaker;
import io.intaglio.frontend.keras.layer.Precision;
import io.intaglio.frontend.keras.layer.Refused;
import io.intaglio.frontend.keras.layer.Unsupported;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.op.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// Reads the layers of a model in an order in which every one comes after those it reads.
final class Translation {
  private final KerasModel model;
  private final String file;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Map<String, KerasLayer> layers = new LinkedHashMap<>();
  private final NetworkMaker maker;

  /// Layers whose class is not read, to be named once however often they are called.
  private final Set<String> unread = new HashSet<>();

  Translation(KerasModel model, String file) {
    this.model = model;
    this.file = file;
    model.layers().forEach(layer -> layers.put(layer.name(), layer));
    this.maker = new NetworkMaker(layers.keySet());
  }

  /// @throws InvalidInput with everything that hinders an exact import
  Network network() {
    order().forEach(this::read);
    diagnostics.throwIfErrors();
    List<String> outputs = new ArrayList<>();
    for (String output : model.outputs()) {
      Ref ref = maker.value(output);
      if (maker.isInput(ref) || outputs.contains(ref.name())) {
        diagnostics.error(
            Code.IMP_UNSUPPORTED_FORM,
            Origin.node(file, output),
            "the output is an input, or an output twice",
            "remove the output");
      }
      outputs.add(ref.name());
    }
    diagnostics.throwIfErrors();
    String profile = layers.values().stream().anyMatch(LayerTable::isHgq) ? "hgq" : "qkeras";
    return new Network(file, profile, maker.inputs(), maker.nodes(), outputs);
  }

  /// Of layers that could come next, the first of the file does.
  private List<KerasLayer> order() {
    List<KerasLayer> all = List.copyOf(layers.values());
    int[] waiting = new int[all.size()];
    Map<String, List<Integer>> readers = new HashMap<>();
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int at = 0; at < waiting.length; at++) {
      Set<String> inbound = new HashSet<>(all.get(at).inbound());
      for (String name : inbound) {
        readers.computeIfAbsent(name, _ -> new ArrayList<>()).add(at);
      }
      waiting[at] = inbound.size();
      if (waiting[at] == 0) {
        ready.add(at);
      }
    }
    List<KerasLayer> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      KerasLayer layer = all.get(ready.poll());
      sorted.add(layer);
      for (int reader : readers.getOrDefault(layer.name(), List.of())) {
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    Set<String> open = new LinkedHashSet<>(layers.keySet());
    sorted.forEach(layer -> open.remove(layer.name()));
    open.forEach(
        name ->
            diagnostics.error(
                Code.MOD_NOT_A_DAG,
                Origin.node(file, name),
                "the layer reads itself, or a layer that is missing",
                "save the model again with Keras"));
    for (String end : ends()) {
      if (!layers.containsKey(end)) {
        diagnostics.error(
            Code.MOD_MALFORMED,
            Origin.file(file),
            "the input or output '" + FileNames.printable(end) + "' is no layer",
            "save the model again with Keras");
      }
    }
    diagnostics.throwIfErrors();
    return sorted;
  }

  private List<String> ends() {
    List<String> ends = new ArrayList<>(model.inputs());
    ends.addAll(model.outputs());
    return ends;
  }

  private void read(KerasLayer layer) {
    Origin origin = Origin.node(file, layer.name());
    Optional<LayerReader> reader = LayerTable.reader(layer);
    if (reader.isEmpty()) {
      if (!unread.add(layer.stored())) {
        return;
      }
      Unsupported why = Unsupported.of(layer.kind());
      diagnostics.error(
          Code.IMP_UNSUPPORTED_OPERATOR,
          Origin.node(file, layer.stored()),
          "the layer class " + FileNames.printable(layer.kind()) + " " + why.reason(),
          why.remedy());
      return;
    }
    if (!layer.call().named().isEmpty()) {
      diagnostics.error(
          Code.IMP_UNSUPPORTED_FORM,
          origin,
          "the layer is called with "
              + FileNames.printable(String.join(", ", layer.call().named()))
              + " by name",
          "call it with tensors by position, and without masks or training=True");
      return;
    }
    try {
      LayerSite site = new LayerSite(layer, maker, origin);
      Precision.demand(site);
      reader.get().demand(site);
      if (layer.inbound().stream().anyMatch(name -> maker.value(name) == null)) {
        return;
      }
      int before = maker.nodes().size();
      Ref output = reader.get().read(site);
      for (RealNode node : maker.nodes().subList(before, maker.nodes().size())) {
        if (!(node.op() instanceof RealParameter)) {
          site.demandValue(node.shape());
        }
      }
      maker.bind(layer.name(), output);
    } catch (Refused e) {
      diagnostics.add(e.diagnostic());
    } catch (ArithmeticException | IllegalArgumentException | IndexOutOfBoundsException e) {
      diagnostics.error(
          Code.IMP_BAD_PARAMETER,
          origin,
          "the layer's configuration and weights do not fit each other",
          "save the model again with Keras");
    }
  }
}
