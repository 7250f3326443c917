package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import java.util.List;
import java.util.Locale;

/// Estimated delay of each kind of cell. A stage may spend the clock period less
/// [#overheadPicoseconds]; what cells in a row take adds up.
///
/// | | `FPGA` | `ASIC` |
/// |---|---|---|
/// | adder of n bits | 1075 + 25·n ps | 120 + 4·n ps |
/// | level of logic | 600 ps (a 6-input table and its net) | 90 ps |
/// | overhead of a stage | 200 ps | 850 ps |
///
/// `FPGA` adders are the published model of the da4ml/alkaid tools, 1.094 + 0.0254·(n − 1) ns with
/// routing; logic level and register are assumptions of the same order (UltraScale+).
///
/// `ASIC` is a least-squares fit to pre-layout paths, setup included, of a 64×16 layer of 6-bit
/// constants in Nangate45 (typical corner), synthesized by Yosys and ABC: 1, 3 and 9 adders of
/// about 16 bits between registers took 1.08, 1.33 and 2.51 ns; the model says 1.03, 1.40 and
/// 2.51. Carries of chained adders overlap, so a carry run is paid once a stage, in the overhead.
///
/// Derived for both: a comparison is an adder (a level when its operand fits one table), a
/// selection a level, a table one level and one more for every two bits beyond one table's inputs,
/// a product of variables an adder for each halving of its narrower operand. Wiring is free.
public enum DelayModel {
  FPGA(1_075, 25, 600, 6, 200),
  ASIC(120, 4, 90, 2, 850);

  private final int adder;
  private final int adderBit;
  private final int level;
  private final int tableInputs;
  private final int overhead;

  DelayModel(int adder, int adderBit, int level, int tableInputs, int overhead) {
    this.adder = adder;
    this.adderBit = adderBit;
    this.level = level;
    this.tableInputs = tableInputs;
    this.overhead = overhead;
  }

  /// The name by which options and [io.intaglio.ir.datapath.Datapath#delayModel] know it.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The model of an [#id].
  ///
  /// @throws IllegalArgumentException if there is none
  public static DelayModel named(String id) {
    for (DelayModel model : values()) {
      if (model.id().equals(id)) {
        return model;
      }
    }
    throw new IllegalArgumentException("no delay model '" + id + "'; known are fpga and asic");
  }

  /// Clock to output, setup and what else a stage pays once.
  public int overheadPicoseconds() {
    return overhead;
  }

  /// From the cell's operands, which are in `cells`, to its result.
  public int picoseconds(Cell cell, List<Cell> cells) {
    int bits = cell.type().bits();
    return switch (cell.op()) {
      case CellOp.Add(_, int shiftA, _, int shiftB) -> adder(bits - Math.max(shiftA, shiftB));
      case CellOp.Subtract(_, _, _, int shiftB) -> adder(bits - shiftB);
      case CellOp.Negate _ -> adder(bits);
      case CellOp.RoundShift(int x, _, _) -> adder(bits(cells, x)) + level;
      case CellOp.Multiply(int a, int b) -> product(bits, bits(cells, a), bits(cells, b));
      case CellOp.Clamp clamp -> clamp(clamp, cells.get(clamp.x()));
      case CellOp.AtLeast(int x, _) -> comparison(bits(cells, x));
      case CellOp.AtMost(int x, _) -> comparison(bits(cells, x));
      case CellOp.Greater(int a, int b) -> comparison(bits(cells, a), bits(cells, b));
      case CellOp.Select _ -> level;
      case CellOp.Table(int x, _, _) -> table(bits(cells, x));
      case CellOp.Input _, CellOp.Literal _, CellOp.Register _ -> 0;
      case CellOp.ShiftLeft _, CellOp.ShiftRight _, CellOp.Wrap _ -> 0;
    };
  }

  private static int bits(List<Cell> cells, int index) {
    return cells.get(index).type().bits();
  }

  private int adder(int bits) {
    return adder + adderBit * Math.max(1, bits);
  }

  private int comparison(int bits) {
    return bits <= tableInputs ? level : adder(bits);
  }

  private int comparison(int bitsA, int bitsB) {
    return bitsA + bitsB <= tableInputs ? level : adder(Math.max(bitsA, bitsB));
  }

  private int table(int bits) {
    return level * (1 + Math.max(0, bits - tableInputs + 1) / 2);
  }

  private int product(int bits, int bitsA, int bitsB) {
    int narrower = Math.max(1, Math.min(bitsA, bitsB));
    return level + (32 - Integer.numberOfLeadingZeros(narrower)) * adder(bits);
  }

  /// A bound that is zero or a power of two needs only the upper bits of the operand.
  private int clamp(CellOp.Clamp clamp, Cell operand) {
    int below = 0;
    if (operand.lo() < clamp.lo()) {
      boolean atZero = clamp.lo() == 0;
      boolean upperBits = Long.bitCount(-clamp.lo()) == 1;
      below = atZero ? 0 : upperBits ? level : comparison(operand.type().bits());
    }
    int above = 0;
    if (operand.hi() > clamp.hi()) {
      boolean upperBits = Long.bitCount(clamp.hi() + 1) <= 1;
      above = upperBits ? level : comparison(operand.type().bits());
    }
    return level + Math.max(below, above);
  }
}
