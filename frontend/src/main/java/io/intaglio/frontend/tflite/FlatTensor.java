package io.intaglio.frontend.tflite;

import io.intaglio.ir.type.Shape;
import java.util.Optional;

/// A tensor of the file.
///
/// @param name printable, not empty and nobody else's
/// @param type the schema's `TensorType`
/// @param buffer the buffer that holds it
/// @param bytes how many that buffer stores; constant if any
/// @param plain whether it is neither sparse nor a variable nor of unknown extent
/// @param sparsity how the stored codes lie in the tensor, if not in its order; a plain tensor has
///     it where the file's own DENSIFY makes it
record FlatTensor(
    int index,
    String name,
    byte type,
    Shape shape,
    Optional<Quantization> quantization,
    int buffer,
    int bytes,
    boolean plain,
    Optional<SparseLayout> sparsity) {
  boolean isConstant() {
    return bytes > 0;
  }

  FlatTensor withShape(Shape other) {
    return new FlatTensor(index, name, type, other, quantization, buffer, bytes, plain, sparsity);
  }

  /// This tensor with the content of the sparse `source`.
  FlatTensor densified(FlatTensor source) {
    return new FlatTensor(
        index,
        name,
        type,
        shape,
        quantization,
        source.buffer(),
        source.bytes(),
        plain,
        source.sparsity());
  }
}
