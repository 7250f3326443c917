package io.intaglio.frontend.keras;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.file.KerasLayer;
import io.intaglio.frontend.keras.file.KerasModel;
import io.intaglio.frontend.keras.layer.LayerReader;
import io.intaglio.frontend.keras.layer.LayerSite;
import io.intaglio.frontend.keras.layer.LayerTable;
import io.intaglio.frontend.keras.layer.NetworkMaker;
import io.intaglio.frontend.keras.layer.Refused;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.op.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the layers of a model in an order in which every one comes after those it reads.
final class Translation {
  private final KerasModel model;
  private final String file;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Map<String, KerasLayer> layers = new LinkedHashMap<>();
  private final NetworkMaker maker;

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

  private List<KerasLayer> order() {
    List<KerasLayer> sorted = new ArrayList<>();
    Set<String> done = new HashSet<>();
    Deque<KerasLayer> open = new ArrayDeque<>(layers.values());
    int waiting = 0;
    while (!open.isEmpty() && waiting <= open.size()) {
      KerasLayer layer = open.removeFirst();
      if (done.containsAll(layer.inbound())) {
        done.add(layer.name());
        sorted.add(layer);
        waiting = 0;
      } else {
        open.addLast(layer);
        waiting++;
      }
    }
    open.forEach(
        layer ->
            diagnostics.error(
                Code.MOD_NOT_A_DAG,
                Origin.node(file, layer.name()),
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
    Optional<LayerReader> reader = LayerTable.reader(layer.kind());
    if (reader.isEmpty()) {
      diagnostics.error(
          Code.IMP_UNSUPPORTED_OPERATOR,
          origin,
          "the layer class " + FileNames.printable(layer.kind()) + " is not supported",
          LayerTable.remedy(layer.kind()));
      return;
    }
    if (layer.inbound().stream().anyMatch(name -> maker.value(name) == null)) {
      return;
    }
    try {
      LayerSite site = new LayerSite(layer, maker, origin);
      maker.bind(layer.name(), reader.get().read(site));
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
