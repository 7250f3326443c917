package io.intaglio.ir.verify;

import io.intaglio.ir.edge.FloatTensor;

/// Claims about stored numbers.
final class Parameters {
  private Parameters() {}

  static boolean finite(FloatTensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      if (!Double.isFinite(tensor.at(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether every element is finite and above zero.
  static boolean positive(FloatTensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      if (!(tensor.at(i) > 0 && Double.isFinite(tensor.at(i)))) {
        return false;
      }
    }
    return true;
  }
}
