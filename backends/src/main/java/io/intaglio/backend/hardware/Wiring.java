package io.intaglio.backend.hardware;

import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// Operators that only move elements.
///
/// @param reads for each element of the result the element it is, as an index into the operands'
///     elements one operand after the other, or [#CONSTANT]
/// @param constants the value of each element that is a constant
@SuppressWarnings("ArrayRecordComponent")
record Wiring(int[] reads, long[] constants) {
  static final int CONSTANT = -1;

  static Wiring of(Constant op) {
    int[] reads = new int[op.value().size()];
    Arrays.fill(reads, CONSTANT);
    return new Wiring(reads, op.value().toArray());
  }

  static Wiring identity(Shape shape) {
    int[] reads = new int[shape.size()];
    Arrays.setAll(reads, i -> i);
    return of(reads);
  }

  static Wiring of(Transpose op, Shape in, Shape out) {
    int[] strides = in.strides();
    int[] step = new int[out.rank()];
    Arrays.setAll(step, axis -> strides[op.perm().get(axis)]);
    return of(out.gather(0, step));
  }

  static Wiring of(Slice op, Shape in, Shape out) {
    int[] strides = in.strides();
    int[] step = new int[out.rank()];
    int offset = 0;
    for (int axis = 0; axis < step.length; axis++) {
      step[axis] = strides[axis] * op.steps().get(axis);
      offset += strides[axis] * op.starts().get(axis);
    }
    return of(out.gather(offset, step));
  }

  static Wiring of(Gather op, Shape in) {
    return of(op.source(in));
  }

  static Wiring of(Pad op, Shape in, Shape out) {
    int[] reads = new int[out.size()];
    long[] constants = new long[reads.length];
    Arrays.fill(reads, CONSTANT);
    Arrays.fill(constants, op.value());
    int[] strides = out.strides();
    int offset = 0;
    for (int axis = 0; axis < in.rank(); axis++) {
      offset += strides[axis] * op.before().get(axis);
    }
    int[] inside = in.gather(offset, strides);
    for (int i = 0; i < inside.length; i++) {
      reads[inside[i]] = i;
    }
    return new Wiring(reads, constants);
  }

  static Wiring of(Concat op, List<Shape> operands, Shape out) {
    int[] reads = new int[out.size()];
    int[] strides = out.strides();
    int offset = 0;
    int first = 0;
    for (Shape shape : operands) {
      int[] at = shape.gather(offset, strides);
      for (int i = 0; i < at.length; i++) {
        reads[at[i]] = first + i;
      }
      first += at.length;
      offset += strides[op.axis()] * shape.dim(op.axis());
    }
    return of(reads);
  }

  private static Wiring of(int[] reads) {
    return new Wiring(reads, new long[reads.length]);
  }
}
