package io.intaglio.ir.op;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Softmax along the innermost axis by a table of float32 exponentials, in a runtime's own order of
/// float32 operations. In each row let `M = max_j x[…,j]`, `e_i = table[255 − M + x[…,i]]` and `S`
/// the sum `(…((0 + e_0) + e_1) + …)`, each addition rounded to float32. With every product and
/// quotient rounded to float32 too,
///
/// - `TFLITE`: `y[…,i] = clamp(R(e_i·r) + zeroPoint)` with `r = 1/(S·scale)` and `R` half away from
///   zero,
/// - `ONNX_RUNTIME`: `y[…,i] = clamp(R((e_i/S)·scale) + zeroPoint)` with `R` half to even,
///
/// clamped to `type`.
public record TableSoftmax(
    Ref x, FloatTensor table, Variant variant, float scale, IntType type, long zeroPoint)
    implements Op {
  /// Whose order of operations it is.
  public enum Variant {
    TFLITE,
    ONNX_RUNTIME
  }

  /// Entries of the table, and distinct codes of an operand.
  public static final int ENTRIES = 256;

  private static final float LEAST_SCALE = 0x1p-30f;

  public TableSoftmax {
    Checks.require(
        table.shape().equals(Shape.of(ENTRIES)) && table.type() == FloatType.FLOAT32,
        "TableSoftmax: table of shape " + table.shape());
    for (int i = 0; i < ENTRIES; i++) {
      Checks.require(
          table.at(i) >= 0 && Double.isFinite(table.at(i)), "TableSoftmax: entry " + table.at(i));
    }
    Checks.require(table.at(ENTRIES - 1) >= 1, "TableSoftmax: the last entry is below 1");
    Checks.require(
        scale >= LEAST_SCALE && Float.isFinite(scale), "TableSoftmax: scale of " + scale);
    Checks.require(type.bits() <= Integer.SIZE, "TableSoftmax: codes of " + type);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Shape in = operands.get(0);
    Checks.require(in.rank() >= 1 && in.channels() >= 1, "TableSoftmax over " + in);
    return in;
  }
}
