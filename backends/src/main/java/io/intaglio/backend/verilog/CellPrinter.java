package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.type.IntType;
import io.intaglio.rtl.Expr;
import io.intaglio.rtl.Expr.Compare.Relation;
import io.intaglio.rtl.NameScope;
import java.util.List;

/// Prints the cells of one module, each as a net exactly as wide as the cell.
///
/// Every result fits its cell, so arithmetic on the low bits of the operands is enough. Comparisons
/// that the operand's proven interval decides are constants.
final class CellPrinter {
  private final List<Cell> cells;
  private final List<Operand> inputs;
  private final NameScope names;
  private final TablePrinter tables;
  private final Operand[] operands;

  /// @param inputs what each input of the kernel reads
  CellPrinter(List<Cell> cells, List<Operand> inputs, NameScope names, TablePrinter tables) {
    this.cells = cells;
    this.inputs = inputs;
    this.names = names;
    this.tables = tables;
    this.operands = new Operand[cells.size()];
  }

  /// What later cells and outputs read of a cell that was printed.
  Operand operand(int cell) {
    return operands[cell];
  }

  /// Declares the cell in its stage's section.
  ///
  /// @param stage register ranks between the design's ports and this wire, for its name
  void print(int index, int stage, Section section) {
    Cell cell = cells.get(index);
    if (cell.op() instanceof CellOp.Literal literal) {
      operands[index] = new Operand.Constant(literal.value());
      return;
    }
    IntType type = cell.type();
    if (type.bits() == 0) {
      operands[index] = Operand.ZERO;
      return;
    }
    boolean register = cell.op() instanceof CellOp.Register;
    String name = "s" + stage + "_" + (cell.name().isEmpty() ? "t" : cell.name());
    Expr.Net net = Expr.net(names.name(register ? name + "_q" : name), type.bits(), type.signed());
    operands[index] = Operand.element(net, 0, type);
    Expr value = value(cell, net, section);
    if (register) {
      section.register(net, value);
    } else if (cell.op() instanceof CellOp.Input) {
      section.wire(net, value);
    } else {
      section.cell(net, value);
    }
  }

  private Expr value(Cell cell, Expr.Net net, Section section) {
    int width = net.width();
    return switch (cell.op()) {
      case CellOp.Input input -> inputs.get(input.index()).window(0, width);
      case CellOp.Literal literal -> new Operand.Constant(literal.value()).window(0, width);
      case CellOp.Add add ->
          Expr.add(
              operand(add.a()).window(-add.shiftA(), width),
              operand(add.b()).window(-add.shiftB(), width));
      case CellOp.Subtract subtract ->
          Expr.subtract(
              operand(subtract.a()).window(-subtract.shiftA(), width),
              operand(subtract.b()).window(-subtract.shiftB(), width));
      case CellOp.Negate negate -> Expr.negate(operand(negate.x()).window(0, width));
      case CellOp.ShiftLeft shift -> operand(shift.x()).window(-shift.n(), width);
      case CellOp.ShiftRight shift -> operand(shift.x()).window(shift.n(), width);
      case CellOp.RoundShift shift -> roundShift(shift, net, section);
      case CellOp.Multiply multiply -> multiply(multiply, width);
      case CellOp.Clamp clamp -> clamp(clamp, width);
      case CellOp.Wrap wrap -> wrap(operand(wrap.x()), wrap.to(), width);
      case CellOp.AtLeast compare ->
          Expr.zeroExtend(against(compare.x(), Relation.AT_LEAST, compare.bound()), width);
      case CellOp.AtMost compare ->
          Expr.zeroExtend(against(compare.x(), Relation.AT_MOST, compare.bound()), width);
      case CellOp.Greater greater -> Expr.zeroExtend(greater(greater), width);
      case CellOp.Select select -> select(select, width);
      case CellOp.Table table ->
          tables.lookUp(table, cells.get(table.x()), operand(table.x()), net);
      case CellOp.Register register -> operand(register.x()).window(0, width);
    };
  }

  private Expr roundShift(CellOp.RoundShift shift, Expr.Net net, Section section) {
    int width = Math.addExact(shift.n(), net.width());
    Expr.Net sum = Expr.net(names.name(net.name() + "_sum"), width, false);
    section.cell(sum, new RoundShiftCell(operand(shift.x()), shift.n(), width).sum(shift.mode()));
    return sum.part(shift.n(), net.width());
  }

  /// Signed if either factor is, so that synthesis sees the factors' true widths.
  private Expr multiply(CellOp.Multiply multiply, int width) {
    Operand a = operand(multiply.a());
    Operand b = operand(multiply.b());
    Expr factorA = a.window(0, width);
    Expr factorB = b.window(0, width);
    return a.type().signed() || b.type().signed()
        ? Expr.multiply(Expr.asSigned(factorA), Expr.asSigned(factorB))
        : Expr.multiply(factorA, factorB);
  }

  private Expr clamp(CellOp.Clamp clamp, int width) {
    Cell x = cells.get(clamp.x());
    if (x.hi() <= clamp.lo() || x.lo() >= clamp.hi()) {
      long bound = x.hi() <= clamp.lo() ? clamp.lo() : clamp.hi();
      return new Operand.Constant(bound).window(0, width);
    }
    Expr inside = operand(clamp.x()).window(0, width);
    Expr capped =
        x.hi() <= clamp.hi()
            ? inside
            : Expr.conditional(
                against(clamp.x(), Relation.GREATER, clamp.hi()),
                new Operand.Constant(clamp.hi()).window(0, width),
                inside);
    return x.lo() >= clamp.lo()
        ? capped
        : Expr.conditional(
            against(clamp.x(), Relation.LESS, clamp.lo()),
            new Operand.Constant(clamp.lo()).window(0, width),
            capped);
  }

  private Expr wrap(Operand x, IntType to, int width) {
    if (width <= to.bits()) {
      return x.window(0, width);
    }
    int above = width - to.bits();
    Expr extension =
        to.signed() ? Expr.repeat(above, x.window(to.bits() - 1, 1)) : Expr.zeros(above);
    return Expr.concat(extension, x.window(0, to.bits()));
  }

  /// One bit: the cell against a constant.
  private Expr against(int index, Relation relation, long bound) {
    Cell x = cells.get(index);
    boolean always =
        switch (relation) {
          case AT_LEAST -> x.lo() >= bound;
          case AT_MOST -> x.hi() <= bound;
          case GREATER -> x.lo() > bound;
          case LESS -> x.hi() < bound;
          case EQUAL -> x.lo() == bound && x.hi() == bound;
          case NOT_EQUAL -> x.hi() < bound || x.lo() > bound;
        };
    boolean never =
        switch (relation) {
          case AT_LEAST -> x.hi() < bound;
          case AT_MOST -> x.lo() > bound;
          case GREATER -> x.hi() <= bound;
          case LESS -> x.lo() >= bound;
          case EQUAL -> x.hi() < bound || x.lo() > bound;
          case NOT_EQUAL -> x.lo() == bound && x.hi() == bound;
        };
    if (always || never) {
      return Expr.literal(always ? 1 : 0, 1, false);
    }
    IntType type = x.type();
    return Expr.compare(
        relation,
        operand(index).number(type.bits(), type.signed()),
        Expr.literal(bound, type.bits(), type.signed()));
  }

  private Expr greater(CellOp.Greater greater) {
    IntType a = operand(greater.a()).type();
    IntType b = operand(greater.b()).type();
    boolean signed = a.signed() || b.signed();
    int width = Math.max(1, Math.max(bitsIn(a, signed), bitsIn(b, signed)));
    return Expr.compare(
        Relation.GREATER,
        operand(greater.a()).number(width, signed),
        operand(greater.b()).number(width, signed));
  }

  private static int bitsIn(IntType type, boolean signed) {
    return signed && !type.signed() ? type.bits() + 1 : type.bits();
  }

  private Expr select(CellOp.Select select, int width) {
    Expr whenSet = operand(select.whenSet()).window(0, width);
    Expr whenClear = operand(select.whenClear()).window(0, width);
    return switch (operand(select.condition())) {
      case Operand.Constant constant -> constant.value() == 1 ? whenSet : whenClear;
      case Operand.Bits bits -> Expr.conditional(bits.window(0, 1), whenSet, whenClear);
    };
  }
}
