package io.intaglio.rtl;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules of a [ModuleSpec]: declared once, declared before use, driven once by what may.
final class ModuleCheck {
  private enum Kind {
    INPUT,
    WIRE,
    REG,
    CONSTANT
  }

  private final Name module;
  private final Map<Name, Expr.Net> nets = new HashMap<>();
  private final Map<Name, Kind> kinds = new HashMap<>();
  private final Map<Name, Item.CaseTable> tables = new HashMap<>();
  private final Set<Name> names = new HashSet<>();
  private final Set<Name> driven = new HashSet<>();

  ModuleCheck(Name module) {
    this.module = module;
  }

  void check(List<PortSpec> ports, List<Item> items) {
    for (PortSpec port : ports) {
      switch (port.direction()) {
        case INPUT -> declare(port.net(), Kind.INPUT);
        case OUTPUT -> declare(port.net(), Kind.WIRE);
      }
    }
    items.forEach(this::check);
    kinds.forEach(
        (name, kind) ->
            Checks.require(
                kind == Kind.INPUT || kind == Kind.CONSTANT || driven.contains(name),
                "%s: nothing drives %s",
                module,
                name));
  }

  private void check(Item item) {
    switch (item) {
      case Item.Comment _, Item.Banner _ -> {}
      case Item.Wire wire -> {
        wire.value().ifPresent(this::read);
        declare(wire.net(), Kind.WIRE);
        wire.value().ifPresent(_ -> drive(wire.net(), Kind.WIRE));
      }
      case Item.Reg reg -> declare(reg.net(), Kind.REG);
      case Item.Localparam parameter -> declare(parameter.net(), Kind.CONSTANT);
      case Item.Assign assign -> {
        read(assign.value());
        drive(assign.target(), Kind.WIRE);
      }
      case Item.Combinational block -> checkCombinational(block);
      case Item.Clocked block -> checkClocked(block);
      case Item.CaseTable table -> {
        declareName(table.result().name());
        tables.put(table.result().name(), table);
      }
      case Item.Instance instance -> checkInstance(instance);
    }
  }

  private void checkCombinational(Item.Combinational block) {
    for (Item.Assignment assignment : block.assignments()) {
      read(assignment.value());
      drive(assignment.target(), Kind.REG);
    }
  }

  private void checkClocked(Item.Clocked block) {
    read(block.clock());
    block.reset().ifPresent(reset -> read(reset.signal()));
    block.enable().ifPresent(this::read);
    for (Item.Assignment assignment : block.assignments()) {
      read(assignment.value());
      drive(assignment.target(), Kind.REG);
    }
  }

  private void checkInstance(Item.Instance instance) {
    declareName(instance.name());
    for (Item.Connection connection : instance.connections()) {
      switch (connection.port().direction()) {
        case INPUT -> read(connection.value());
        case OUTPUT -> drive((Expr.Net) connection.value(), Kind.WIRE);
      }
    }
  }

  private void declareName(Name name) {
    Checks.require(names.add(name), "%s: %s is declared twice", module, name);
  }

  private void declare(Expr.Net net, Kind kind) {
    declareName(net.name());
    nets.put(net.name(), net);
    kinds.put(net.name(), kind);
  }

  private void drive(Expr.Net net, Kind kind) {
    known(net);
    Checks.require(
        kinds.get(net.name()) == kind,
        "%s: %s is a %s and cannot be driven as a %s",
        module,
        net.name(),
        kinds.get(net.name()),
        kind);
    Checks.require(driven.add(net.name()), "%s: %s is driven twice", module, net.name());
  }

  private void known(Expr.Net net) {
    Expr.Net declared = nets.get(net.name());
    Checks.require(declared != null, "%s: %s is not declared", module, net.name());
    Checks.require(
        net.equals(declared),
        "%s: %s is declared with other width or sign than it is used with",
        module,
        net.name());
  }

  private void read(Expr expr) {
    switch (expr) {
      case Expr.Net net -> known(net);
      case Expr.Slice slice -> known(slice.net());
      case Expr.Literal _ -> {}
      case Expr.Concat concat -> concat.parts().forEach(this::read);
      case Expr.Repeat repeat -> read(repeat.part());
      case Expr.Cast cast -> read(cast.x());
      case Expr.Unary unary -> read(unary.x());
      case Expr.Binary binary -> {
        read(binary.a());
        read(binary.b());
      }
      case Expr.Compare compare -> {
        read(compare.a());
        read(compare.b());
      }
      case Expr.Shift shift -> read(shift.x());
      case Expr.Conditional conditional -> {
        read(conditional.condition());
        read(conditional.whenTrue());
        read(conditional.whenFalse());
      }
      case Expr.Call call -> {
        Checks.require(
            call.table().equals(tables.get(call.table().result().name())),
            "%s: table %s is not declared",
            module,
            call.table().result().name());
        read(call.argument());
      }
    }
  }
}
