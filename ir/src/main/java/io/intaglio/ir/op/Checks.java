package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Structural checks that several operators share; each throws `IllegalArgumentException`.
final class Checks {
  private Checks() {}

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  static Shape broadcast(String op, Shape a, Shape b) {
    require(b.broadcastsTo(a), op + ": " + b + " does not broadcast to " + a);
    return a;
  }

  /// A parameter tensor that must broadcast to the operand it acts on.
  static void parameter(String op, String name, IntTensor tensor, Shape target) {
    require(
        tensor.shape().broadcastsTo(target),
        op + ": " + name + " of shape " + tensor.shape() + " does not broadcast to " + target);
  }

  static void permutation(List<Integer> perm) {
    boolean[] seen = new boolean[perm.size()];
    for (int axis : perm) {
      require(axis >= 0 && axis < seen.length && !seen[axis], "not a permutation of axes: " + perm);
      seen[axis] = true;
    }
  }

  /// Output extent of a window of `kernel` elements moved by `stride` over `extent` elements.
  static int windows(String op, int extent, int kernel, int stride) {
    require(extent >= kernel, op + ": window of " + kernel + " over an extent of " + extent);
    return (extent - kernel) / stride + 1;
  }
}
