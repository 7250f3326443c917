package io.intaglio.backend.hardware;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;

/// A parameter tensor seen through its broadcast to an operand.
final class Parameter {
  private final IntTensor tensor;
  private final int[] index;

  Parameter(IntTensor tensor, Shape target) {
    this.tensor = tensor;
    this.index = tensor.size() == 1 ? new int[0] : tensor.shape().broadcastIndex(target);
  }

  /// The value for an element of the operand.
  long at(int element) {
    return tensor.at(index.length == 0 ? 0 : index[element]);
  }
}
