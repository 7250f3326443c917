package io.intaglio.ir.datapath;

import io.intaglio.ir.type.IntType;

/// One wire of a [Kernel] and what drives it.
///
/// @param name a suggestion from the model (`acc3_t1`), legal and unique only after the printer's
///     name scope
/// @param lo,hi the proven interval; the wire has the narrowest type that holds it
/// @param stage register ranks between the kernel's inputs and this wire; a register has the stage
///     of its operand plus one, every other cell that of its operands; an input has stage 0, a
///     literal the stage in which it is read
public record Cell(String name, CellOp op, long lo, long hi, int stage) {
  public IntType type() {
    return IntType.holding(lo, hi);
  }
}
