package io.intaglio.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What stands in a module's body, in the order of its text.
///
/// Constructors throw `IllegalArgumentException` where a width does not fit its target.
public sealed interface Item {
  /// Lines of `//` comment. Control characters are replaced.
  record Comment(List<String> lines) implements Item {
    public Comment {
      lines = lines.stream().map(CommentText::clean).toList();
    }

    public static Comment of(String... lines) {
      return new Comment(List.of(lines));
    }
  }

  /// The heading of a section.
  record Banner(String title) implements Item {
    public Banner {
      title = CommentText.clean(title);
    }
  }

  /// `wire` with what drives it; without a value an instance drives it.
  record Wire(Expr.Net net, Optional<Expr> value, String comment) implements Item {
    public Wire {
      value.ifPresent(expr -> Assignment.check(net, expr));
      comment = CommentText.clean(comment);
    }

    public static Wire of(Expr.Net net, Expr value) {
      return new Wire(net, Optional.of(value), "");
    }

    public static Wire driven(Expr.Net net, String comment) {
      return new Wire(net, Optional.empty(), comment);
    }
  }

  /// `reg`, driven by one [Combinational] or [Clocked] block.
  record Reg(Expr.Net net, String comment) implements Item {
    public Reg {
      comment = CommentText.clean(comment);
    }

    public static Reg of(Expr.Net net) {
      return new Reg(net, "");
    }
  }

  /// `localparam`.
  record Localparam(Expr.Net net, Expr.Literal value, String comment) implements Item {
    public Localparam {
      Assignment.check(net, value);
      comment = CommentText.clean(comment);
    }
  }

  /// `assign` of a whole wire or output port.
  record Assign(Expr.Net target, Expr value) implements Item {
    public Assign {
      Assignment.check(target, value);
    }
  }

  /// One assignment inside an `always` block.
  record Assignment(Expr.Net target, Expr value) {
    public Assignment {
      check(target, value);
    }

    private static void check(Expr.Net target, Expr value) {
      Checks.require(
          target.width() == value.width(),
          "%s has %d bits, its value %d: %s",
          target.name(),
          target.width(),
          value.width(),
          value);
    }
  }

  /// `always @*` with blocking assignments in data-flow order: simulators evaluate the whole block
  /// once when its inputs change. Every assignment reads at least one net, since a block without
  /// inputs never runs.
  record Combinational(List<Assignment> assignments) implements Item {
    public Combinational {
      assignments = List.copyOf(assignments);
      Checks.require(!assignments.isEmpty(), "an empty combinational block");
      for (Assignment assignment : assignments) {
        Checks.require(
            NetUse.readsAny(assignment.value()),
            "%s is constant; a combinational block would never assign it",
            assignment.target().name());
      }
    }
  }

  /// The synchronous, active-high reset of a block and the value it gives to each of its targets.
  record Reset(Expr signal, List<Expr.Literal> values) {
    public Reset {
      values = List.copyOf(values);
      Checks.require(signal.width() == 1, "a reset of %d bits", signal.width());
    }
  }

  /// `always @(posedge clock)` with non-blocking assignments; reset goes before enable.
  record Clocked(
      Expr.Net clock, Optional<Reset> reset, Optional<Expr> enable, List<Assignment> assignments)
      implements Item {
    public Clocked {
      assignments = List.copyOf(assignments);
      Checks.require(!assignments.isEmpty(), "an empty clocked block");
      Checks.require(clock.width() == 1, "a clock of %d bits", clock.width());
      Checks.require(
          enable.isEmpty() || enable.get().width() == 1, "an enable of more than one bit");
      if (reset.isPresent()) {
        List<Expr.Literal> values = reset.get().values();
        Checks.require(
            values.size() == assignments.size(),
            "%d reset values for %d registers",
            values.size(),
            assignments.size());
        for (int i = 0; i < values.size(); i++) {
          Assignment.check(assignments.get(i).target(), values.get(i));
        }
      }
    }
  }

  /// One entry of a table.
  record Entry(Expr.Literal key, Expr.Literal value) {}

  /// A function of one argument by a `case`; arguments without an entry give `otherwise`.
  ///
  /// @param result the function's name, width and signedness
  record CaseTable(Expr.Net result, Expr.Net input, List<Entry> entries, Expr.Literal otherwise)
      implements Item {
    public CaseTable {
      entries = List.copyOf(entries);
      Assignment.check(result, otherwise);
      for (Entry entry : entries) {
        Assignment.check(input, entry.key());
        Assignment.check(result, entry.value());
        Checks.require(
            entry.key().signed() == input.signed(),
            "key %s of table %s differs in sign from its input",
            entry.key(),
            result.name());
      }
      Checks.require(
          entries.stream().map(Entry::key).distinct().count() == entries.size(),
          "table %s has a key twice",
          result.name());
    }
  }

  /// A port of an instance and what it is connected to: any expression for an input, a net for an
  /// output.
  record Connection(PortSpec port, Expr value) {
    public Connection {
      Assignment.check(port.net(), value);
      Checks.require(
          port.direction() == PortSpec.Direction.INPUT || value instanceof Expr.Net,
          "output port %s drives %s, which is no net",
          port.net().name(),
          value);
    }
  }

  /// An instance of another module, all ports connected in the order of its port list.
  record Instance(ModuleSpec module, Name name, List<Connection> connections) implements Item {
    public Instance {
      connections = List.copyOf(connections);
      Checks.require(
          connections.stream().map(Connection::port).toList().equals(module.ports()),
          "instance %s does not connect the ports of %s in their order",
          name,
          module.name());
    }

    /// Connects the ports of `module` in their order.
    public static Instance of(ModuleSpec module, Name name, List<? extends Expr> values) {
      Checks.require(
          values.size() == module.ports().size(),
          "instance %s of %s: %d values for %d ports",
          name,
          module.name(),
          values.size(),
          module.ports().size());
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        connections.add(new Connection(module.ports().get(i), values.get(i)));
      }
      return new Instance(module, name, connections);
    }
  }
}
