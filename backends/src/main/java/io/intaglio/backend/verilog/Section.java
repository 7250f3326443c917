package io.intaglio.backend.verilog;

import io.intaglio.rtl.Expr;
import io.intaglio.rtl.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one pipeline stage of a kernel holds: registers that enter it, then the combinational
/// cells in data-flow order.
final class Section {
  private final List<Item.Reg> registers = new ArrayList<>();
  private final List<Item.Assignment> loads = new ArrayList<>();
  private final List<Item.Wire> wires = new ArrayList<>();
  private final List<Item.Reg> variables = new ArrayList<>();
  private final List<Item.Assignment> assignments = new ArrayList<>();

  void register(Expr.Net net, Expr next) {
    registers.add(Item.Reg.of(net));
    loads.add(new Item.Assignment(net, next));
  }

  void wire(Expr.Net net, Expr value) {
    wires.add(Item.Wire.of(net, value));
  }

  /// A cell's variable; what is constant becomes a wire.
  void cell(Expr.Net net, Expr value) {
    if (value.isConstant()) {
      wire(net, value);
    } else {
      variables.add(Item.Reg.of(net));
      assignments.add(new Item.Assignment(net, value));
    }
  }

  boolean isEmpty() {
    return loads.isEmpty() && wires.isEmpty() && assignments.isEmpty();
  }

  List<Item> items(Optional<Expr.Net> clock, Optional<Expr> enable) {
    List<Item> items = new ArrayList<>(registers);
    if (!loads.isEmpty()) {
      items.add(new Item.Clocked(clock.orElseThrow(), Optional.empty(), enable, loads));
    }
    items.addAll(wires);
    items.addAll(variables);
    if (!assignments.isEmpty()) {
      items.add(new Item.Combinational(assignments));
    }
    return items;
  }
}
