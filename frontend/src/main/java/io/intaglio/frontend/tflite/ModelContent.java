package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.IntType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file's model as its operators read it: its tensors, who reads them, and the codes of its
/// constants, under a limit on what is read in all.
final class ModelContent {
  /// Elements of all constants that operators read: many tensors may share one buffer.
  private static final long MAX_CONSTANT_ELEMENTS = 1L << 25;

  private final FlatModel model;
  private final Map<Integer, Integer> readers = new HashMap<>();
  private long left = MAX_CONSTANT_ELEMENTS;

  ModelContent(FlatModel model) {
    this.model = model;
    model.operators().forEach(op -> op.inputs().forEach(i -> readers.merge(i, 1, Integer::sum)));
  }

  List<FlatTensor> tensors() {
    return model.tensors();
  }

  /// How many operators read a tensor.
  int readers(FlatTensor tensor) {
    return readers.getOrDefault(tensor.index(), 0);
  }

  /// The stored codes of a constant integer tensor, for an operator.
  long[] codes(OperatorSite site, FlatTensor tensor) throws OperatorSite.Refused {
    IntType type = site.codeType(tensor);
    if (tensor.sparsity().isPresent()) {
      SparseLayout layout = tensor.sparsity().get();
      long[] stored = StoredCodes.decode(type, bytes(site, tensor), layout.stored());
      return layout.dense(stored, tensor.shape().size());
    }
    long needed = StoredCodes.bytes(type, tensor.shape().elements());
    if (!tensor.isConstant() && needed > 0) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "'" + tensor.name() + "' is not a constant",
          "weights, biases and parameters must be stored in the model");
    }
    if (tensor.bytes() != needed) {
      throw site.refused(
          Code.MOD_MALFORMED,
          "'" + tensor.name() + "' needs " + needed + " bytes, " + tensor.bytes() + " are stored",
          "convert the model again");
    }
    left -= tensor.shape().elements();
    if (left < 0) {
      throw site.refused(
          Code.MOD_TOO_LARGE,
          "the constants have more than " + MAX_CONSTANT_ELEMENTS + " elements",
          "import a smaller part of the model");
    }
    return StoredCodes.decode(type, bytes(site, tensor), tensor.shape().size());
  }

  private byte[] bytes(OperatorSite site, FlatTensor tensor) throws OperatorSite.Refused {
    try {
      return model.content(tensor);
    } catch (IndexOutOfBoundsException e) {
      throw site.outside("'" + tensor.name() + "'");
    }
  }
}
