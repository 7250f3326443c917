package io.intaglio.ir.verify;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.Optional;

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

  /// What keeps `lo..hi` from being the numbers of an integer type at every element of `x`.
  static Optional<String> periods(IntTensor lo, IntTensor hi, Shape x) {
    int[] low = lo.shape().broadcastIndex(x);
    int[] high = hi.shape().broadcastIndex(x);
    for (int i = 0; i < low.length; i++) {
      long least = lo.at(low[i]);
      long most = hi.at(high[i]);
      boolean unsigned = least == 0 && most >= 0 && (most & (most + 1)) == 0;
      boolean signed = least < 0 && most == ~least && (least & -least) == -least;
      if ((!unsigned && !signed) || most >= 1L << 62) {
        return Optional.of(least + ".." + most + " is no integer type to wrap into");
      }
    }
    return Optional.empty();
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
