package io.intaglio.ir.op;

import io.intaglio.ir.type.Shape;
import java.util.List;

/// An operator of a [io.intaglio.ir.FixedGraph]: integers in, integers out, no state.
///
/// Each is a record in a file of its own whose doc comment gives its formula over mathematical
/// integers; its compact constructor checks what needs no operand types; [#shape] checks operand
/// shapes. Components of type [Ref] (or lists of it) are operands. Shapes exclude the batch and
/// hold the channel last. No operator changes a value to fit a type unless its formula says so.
public sealed interface Op
    permits Add,
        ArgMax,
        Clamp,
        Combine,
        Concat,
        Constant,
        Conv2d,
        Dense,
        Float32Add,
        Float32AveragePool,
        Gather,
        GemmlowpSoftmax,
        Int16Softmax,
        Lookup,
        MatMul,
        MaxPool,
        Mul,
        Pad,
        Rescale,
        Reshape,
        RoundedSoftmax,
        Slice,
        Sub,
        SumPool,
        TableSoftmax,
        Threshold,
        Transpose,
        Wrap {

  /// The values this reads, in order.
  List<Ref> operands();

  /// The shape of the result for operands of the given shapes.
  ///
  /// @throws IllegalArgumentException if the operands' shapes do not fit
  Shape shape(List<Shape> operands);
}
