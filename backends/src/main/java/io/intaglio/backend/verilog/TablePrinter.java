package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.type.IntType;
import io.intaglio.rtl.Expr;
import io.intaglio.rtl.Item;
import io.intaglio.rtl.NameScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The look-up tables of one module as functions, equal ones shared.
final class TablePrinter {
  /// What makes two look-ups the same function.
  private record Key(IntType input, IntType result, long base, List<Long> values) {}

  private final NameScope names;
  private final Map<Key, Item.CaseTable> tables = new LinkedHashMap<>();

  TablePrinter(NameScope names) {
    this.names = names;
  }

  /// The functions, in order of first use.
  List<Item> functions() {
    return List.copyOf(tables.values());
  }

  /// The entry at `x`, as wide as `net`.
  Expr lookUp(CellOp.Table table, Cell x, Operand operand, Expr.Net net) {
    return switch (operand) {
      case Operand.Constant constant ->
          Expr.literal(entry(table, constant.value()), net.width(), net.signed());
      case Operand.Bits bits -> {
        int lo = index(table, x.lo());
        int hi = index(table, x.hi());
        Key key =
            new Key(
                bits.type(),
                new IntType(net.signed(), net.width()),
                x.lo(),
                table.values().subList(lo, hi + 1));
        Item.CaseTable function = tables.get(key);
        if (function == null) {
          function = function(key, net);
          tables.put(key, function);
        }
        yield new Expr.Call(function, bits.number(bits.type().bits(), bits.type().signed()));
      }
    };
  }

  private Item.CaseTable function(Key key, Expr.Net net) {
    Expr.Net result = Expr.net(names.name(net.name() + "_table"), net.width(), net.signed());
    Expr.Net code = Expr.net(names.name("code"), key.input().bits(), key.input().signed());
    List<Item.Entry> entries = new ArrayList<>();
    for (int i = 0; i < key.values().size(); i++) {
      entries.add(
          new Item.Entry(
              Expr.literal(key.base() + i, code.width(), code.signed()),
              Expr.literal(key.values().get(i), result.width(), result.signed())));
    }
    return new Item.CaseTable(
        result, code, entries, Expr.literal(0, result.width(), result.signed()));
  }

  private static long entry(CellOp.Table table, long x) {
    return table.values().get(index(table, x));
  }

  private static int index(CellOp.Table table, long x) {
    long index = Math.subtractExact(x, table.base());
    if (index < 0 || index >= table.values().size()) {
      throw new IllegalArgumentException(
          "a table from " + table.base() + " has no entry for " + x + ", which is reachable");
    }
    return (int) index;
  }
}
