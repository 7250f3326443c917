package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.type.IntType;
import io.intaglio.rtl.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Elements packed into a bus, element 0 in the least significant bits.
final class Packing {
  private Packing() {}

  /// One expression for all elements, each as wide as its type; neighbours that are neighbours in
  /// one net become one slice. The types hold at least one bit together.
  static Expr pack(List<Operand> elements, List<IntType> types) {
    List<Expr> upward = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      int bits = types.get(i).bits();
      if (bits > 0) {
        append(upward, elements.get(i).window(0, bits));
      }
    }
    return upward.size() == 1 ? upward.get(0) : Expr.concat(upward.reversed());
  }

  private static void append(List<Expr> upward, Expr next) {
    if (next instanceof Expr.Concat concat) {
      concat.parts().reversed().forEach(part -> append(upward, part));
      return;
    }
    if (!upward.isEmpty()
        && upward.getLast() instanceof Expr.Slice low
        && next instanceof Expr.Slice high
        && low.net().equals(high.net())
        && low.lsb() + low.width() == high.lsb()) {
      int width = low.width() + high.width();
      upward.removeLast();
      upward.add(
          low.lsb() == 0 && width == low.net().width()
              ? low.net()
              : new Expr.Slice(low.net(), low.lsb(), width));
    } else {
      upward.add(next);
    }
  }

  /// The elements of a bus as read from its net.
  static List<Operand> elements(Expr.Net net, List<IntType> types) {
    List<Operand> elements = new ArrayList<>();
    int lsb = 0;
    for (IntType type : types) {
      elements.add(Operand.element(net, lsb, type));
      lsb += type.bits();
    }
    return elements;
  }

  /// `16 x s8`, or `16 x s3 s4 u5` with every type that occurs.
  static String describe(Bus bus) {
    return bus.elements().size()
        + " x "
        + bus.elements().stream()
            .distinct()
            .map(IntType::toString)
            .sorted()
            .collect(Collectors.joining(" "));
  }
}
