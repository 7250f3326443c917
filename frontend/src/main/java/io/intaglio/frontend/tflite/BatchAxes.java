package io.intaglio.frontend.tflite;

import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.Set;
import org.tensorflow.lite.schema.BuiltinOperator;

/// Gives a batch axis of one to vectors that are inputs of the file without one, where that changes
/// nothing: all that reads them are sums, differences and products with an operand of more axes,
/// and broadcasting aligns shapes at the innermost axis.
final class BatchAxes {
  private static final Set<Integer> BROADCASTING =
      Set.of(BuiltinOperator.ADD, BuiltinOperator.MUL, BuiltinOperator.SUB);

  private BatchAxes() {}

  static FlatModel added(FlatModel model) {
    List<FlatTensor> tensors =
        model.tensors().stream()
            .map(
                tensor ->
                    isBroadcastInput(model, tensor)
                        ? tensor.withShape(Shape.of(1, tensor.shape().dim(0)))
                        : tensor)
            .toList();
    return new FlatModel(
        model.model(),
        tensors,
        model.operators(),
        model.inputs(),
        model.outputs(),
        model.densified());
  }

  private static boolean isBroadcastInput(FlatModel model, FlatTensor tensor) {
    return tensor.shape().rank() == 1
        && model.inputs().contains(tensor.index())
        && model.operators().stream()
            .filter(operator -> operator.inputs().contains(tensor.index()))
            .allMatch(operator -> broadcasts(model, operator));
  }

  private static boolean broadcasts(FlatModel model, FlatOperator operator) {
    return BROADCASTING.contains(operator.code())
        && operator.outputs().stream().allMatch(y -> model.tensors().get(y).shape().rank() > 1);
  }
}
