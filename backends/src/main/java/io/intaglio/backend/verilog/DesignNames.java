package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.rtl.Expr;
import io.intaglio.rtl.Name;
import io.intaglio.rtl.NameScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The names that more than one file of a design uses: the top module, its ports, and the net of
/// each value inside it.
final class DesignNames {
  private final NameScope modules = new NameScope();
  private final NameScope scope = new NameScope();
  private final Name top;
  private final Map<String, Expr.Net> inputs = new LinkedHashMap<>();
  private final List<Expr.Net> outputs = new ArrayList<>();
  private final Map<String, Bus> buses = new LinkedHashMap<>();
  private final Map<String, Expr.Net> nets = new LinkedHashMap<>();
  private final Map<String, int[]> offsets = new HashMap<>();

  DesignNames(Datapath design) {
    top = modules.name(design.name());
    reserve(design.handshake());
    for (Bus input : design.inputs()) {
      buses.put(input.value(), input);
      inputs.put(input.value(), bus(scope.name(input.value()), input));
    }
    design.layers().forEach(layer -> buses.put(layer.result().value(), layer.result()));
    for (String output : design.outputs()) {
      outputs.add(bus(scope.name(design.graphName(output)), busOf(output)));
    }
    for (Bus input : design.inputs()) {
      name(input, "_q");
    }
    for (Layer layer : design.layers()) {
      name(layer.result(), layer instanceof Layer.Delay ? "_q" : "");
    }
  }

  private void reserve(Handshake handshake) {
    scope.reserve("clk");
    switch (handshake) {
      case NONE -> {}
      case VALID, VALID_READY ->
          List.of("rst", "en", "in_valid", "in_ready", "out_valid", "out_ready", "valid_q")
              .forEach(scope::reserve);
    }
    scope.reserve("unused_ok");
  }

  private void name(Bus bus, String suffix) {
    if (bus.bits() > 0) {
      Name name = scope.name("s" + bus.stage() + "_" + bus.value() + suffix);
      nets.put(bus.value(), bus(name, bus));
    }
  }

  private static Expr.Net bus(Name name, Bus bus) {
    return Expr.net(name, bus.bits(), false);
  }

  Name top() {
    return top;
  }

  /// Names of modules, unique in the design.
  NameScope modules() {
    return modules;
  }

  /// Names inside the top module.
  NameScope scope() {
    return scope;
  }

  Expr.Net inputPort(Bus input) {
    return inputs.get(input.value());
  }

  /// The ports of the outputs, in their order.
  List<Expr.Net> outputPorts() {
    return outputs;
  }

  Bus busOf(String value) {
    Bus bus = buses.get(value);
    if (bus == null) {
      throw new IllegalArgumentException("nothing makes the value '" + value + "'");
    }
    return bus;
  }

  /// The lowest bit of an element in its value's bus.
  int offset(String value, int index) {
    return offsets.computeIfAbsent(value, key -> busOf(key).offsets())[index];
  }

  /// Every value, in data-flow order.
  List<Bus> values() {
    return List.copyOf(buses.values());
  }

  /// The net in the top module that carries a value of at least one bit.
  Expr.Net net(String value) {
    busOf(value);
    return nets.get(value);
  }

  /// One element as the top module reads it.
  List<Operand> elements(String value) {
    Bus bus = busOf(value);
    return bus.bits() == 0
        ? bus.elements().stream().map(_ -> Operand.ZERO).toList()
        : Packing.elements(net(value), bus.elements());
  }
}
