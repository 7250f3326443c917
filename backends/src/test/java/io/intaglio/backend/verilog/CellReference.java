package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What the cells of a kernel are, over unbounded integers and without regard to time.
final class CellReference {
  private CellReference() {}

  static List<BigInteger> outputs(Kernel kernel, List<BigInteger> inputs) {
    List<BigInteger> values = values(kernel.cells(), inputs);
    return kernel.outputs().stream().map(values::get).toList();
  }

  static List<BigInteger> values(List<Cell> cells, List<BigInteger> inputs) {
    List<BigInteger> values = new ArrayList<>();
    for (Cell cell : cells) {
      values.add(value(cell.op(), inputs, values));
    }
    return values;
  }

  /// The value of an operator of one operand.
  static BigInteger apply(CellOp op, BigInteger x) {
    int operand = op.operands()[0];
    return value(op, List.of(), Collections.nCopies(operand + 1, x));
  }

  private static BigInteger value(CellOp op, List<BigInteger> inputs, List<BigInteger> v) {
    return switch (op) {
      case CellOp.Input input -> inputs.get(input.index());
      case CellOp.Literal literal -> BigInteger.valueOf(literal.value());
      case CellOp.Add add ->
          v.get(add.a()).shiftLeft(add.shiftA()).add(v.get(add.b()).shiftLeft(add.shiftB()));
      case CellOp.Subtract sub ->
          v.get(sub.a()).shiftLeft(sub.shiftA()).subtract(v.get(sub.b()).shiftLeft(sub.shiftB()));
      case CellOp.Negate negate -> v.get(negate.x()).negate();
      case CellOp.ShiftLeft shift -> v.get(shift.x()).multiply(BigInteger.TWO.pow(shift.n()));
      case CellOp.ShiftRight shift -> floor(v.get(shift.x()), shift.n());
      case CellOp.RoundShift shift ->
          shift.mode().round(Surd.of(Rational.of(v.get(shift.x()), BigInteger.TWO.pow(shift.n()))));
      case CellOp.Multiply multiply -> v.get(multiply.a()).multiply(v.get(multiply.b()));
      case CellOp.Clamp clamp ->
          v.get(clamp.x()).max(BigInteger.valueOf(clamp.lo())).min(BigInteger.valueOf(clamp.hi()));
      case CellOp.Wrap wrap -> {
        BigInteger modulus = BigInteger.TWO.pow(wrap.to().bits());
        BigInteger rest = v.get(wrap.x()).mod(modulus);
        yield rest.compareTo(BigInteger.valueOf(wrap.to().max())) > 0
            ? rest.subtract(modulus)
            : rest;
      }
      case CellOp.AtLeast c -> bit(v.get(c.x()).compareTo(BigInteger.valueOf(c.bound())) >= 0);
      case CellOp.AtMost c -> bit(v.get(c.x()).compareTo(BigInteger.valueOf(c.bound())) <= 0);
      case CellOp.Greater c -> bit(v.get(c.a()).compareTo(v.get(c.b())) > 0);
      case CellOp.Select select ->
          v.get(select.condition()).equals(BigInteger.ONE)
              ? v.get(select.whenSet())
              : v.get(select.whenClear());
      case CellOp.Table table ->
          BigInteger.valueOf(
              table
                  .values()
                  .get(
                      v.get(table.x()).subtract(BigInteger.valueOf(table.base())).intValueExact()));
      case CellOp.Register register -> v.get(register.x());
    };
  }

  private static BigInteger floor(BigInteger x, int n) {
    BigInteger[] parts = x.divideAndRemainder(BigInteger.TWO.pow(n));
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static BigInteger bit(boolean set) {
    return set ? BigInteger.ONE : BigInteger.ZERO;
  }
}
