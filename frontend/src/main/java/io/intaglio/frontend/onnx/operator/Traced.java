package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.type.Shape;

/// What is known of a value of the file's graph while it is imported.
public sealed interface Traced {
  String name();

  Shape shape();

  ElementType type();

  /// Depends on the network's inputs. Its first axis is the batch, of extent 1.
  ///
  /// @param name of the network's value that holds it
  record Live(String name, Shape shape, ElementType type) implements Traced {}

  /// Known already.
  record Folded(String name, ConstantTensor tensor) implements Traced {
    @Override
    public Shape shape() {
      return tensor.shape();
    }

    @Override
    public ElementType type() {
      return tensor.type();
    }
  }
}
