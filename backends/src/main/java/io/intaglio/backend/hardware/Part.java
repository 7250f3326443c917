package io.intaglio.backend.hardware;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.diag.Origin;
import java.util.List;

/// How one value of a [Draft] is made, before anything is placed in time. Values are numbered; the
/// elements of `operands` are numbered one operand after the other, operand `j` from `offsets[j]`.
sealed interface Part {
  /// The number of the value made.
  int value();

  String operator();

  Origin origin();

  int[] operands();

  int[] offsets();

  /// One kernel, used once or once a position.
  ///
  /// @param cells all in stage 0, in data-flow order, none without use
  /// @param outputs cells that leave
  /// @param reads for each instance and input of the kernel the operand element it sees
  /// @param writes for each instance and output of the kernel the element of the result it makes
  /// @param cellOperands what each cell reads
  /// @param delays picoseconds of each cell
  @SuppressWarnings("ArrayRecordComponent")
  record Logic(
      int value,
      String operator,
      Origin origin,
      int[] operands,
      int[] offsets,
      List<Cell> cells,
      int[] outputs,
      int[][] reads,
      int[][] writes,
      int[][] cellOperands,
      int[] delays)
      implements Part {}

  /// Elements moved, see [Wiring].
  @SuppressWarnings("ArrayRecordComponent")
  record Wires(
      int value, String operator, Origin origin, int[] operands, int[] offsets, Wiring wiring)
      implements Part {}
}
