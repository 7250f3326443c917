package io.intaglio.rtl;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which bits of a module's nets are read.
final class NetUse {
  private final Map<Expr.Net, BitSet> read = new LinkedHashMap<>();

  private NetUse() {}

  /// Whether `expr` depends on any net.
  static boolean readsAny(Expr expr) {
    NetUse use = new NetUse();
    use.read(expr);
    return !use.read.isEmpty();
  }

  /// The bits of inputs, wires and registers that nothing reads, as the fewest parts in order of
  /// declaration.
  static List<Expr> unread(List<PortSpec> ports, List<Item> items) {
    NetUse use = new NetUse();
    List<Expr.Net> declared = new ArrayList<>();
    for (PortSpec port : ports) {
      switch (port.direction()) {
        case INPUT -> declared.add(port.net());
        case OUTPUT -> {}
      }
    }
    items.forEach(item -> use.read(item, declared));
    List<Expr> unread = new ArrayList<>();
    for (Expr.Net net : declared) {
      BitSet bits = use.read.getOrDefault(net, new BitSet());
      for (int lsb = bits.nextClearBit(0); lsb < net.width(); ) {
        int next = bits.nextSetBit(lsb);
        int end = next < 0 ? net.width() : Math.min(next, net.width());
        unread.add(lsb == 0 && end == net.width() ? net : net.part(lsb, end - lsb));
        lsb = bits.nextClearBit(end);
      }
    }
    return unread;
  }

  private void read(Item item, List<Expr.Net> declared) {
    switch (item) {
      case Item.Comment _, Item.Banner _, Item.Localparam _, Item.CaseTable _ -> {}
      case Item.Wire wire -> {
        declared.add(wire.net());
        wire.value().ifPresent(this::read);
      }
      case Item.Reg reg -> declared.add(reg.net());
      case Item.Assign assign -> read(assign.value());
      case Item.Combinational block -> block.assignments().forEach(a -> read(a.value()));
      case Item.Clocked block -> {
        read(block.clock());
        block.reset().ifPresent(reset -> read(reset.signal()));
        block.enable().ifPresent(this::read);
        block.assignments().forEach(a -> read(a.value()));
      }
      case Item.Instance instance -> {
        for (Item.Connection connection : instance.connections()) {
          switch (connection.port().direction()) {
            case INPUT -> read(connection.value());
            case OUTPUT -> {}
          }
        }
      }
    }
  }

  private void mark(Expr.Net net, int lsb, int width) {
    read.computeIfAbsent(net, _ -> new BitSet()).set(lsb, lsb + width);
  }

  private void read(Expr expr) {
    switch (expr) {
      case Expr.Net net -> mark(net, 0, net.width());
      case Expr.Slice slice -> mark(slice.net(), slice.lsb(), slice.width());
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
      case Expr.Call call -> read(call.argument());
    }
  }
}
