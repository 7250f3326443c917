package io.intaglio.sim.eval;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;

/// An operator's constants as the elements of its operand see them, and bounds on what they can
/// make of it.
final class Parameters {
  private Parameters() {}

  /// `parameter` written out for every element of `target`.
  static long[] spread(IntTensor parameter, Shape target) {
    int[] index = parameter.shape().broadcastIndex(target);
    long[] values = new long[index.length];
    for (int i = 0; i < index.length; i++) {
      values[i] = parameter.at(index[i]);
    }
    return values;
  }

  /// The greatest magnitude of a parameter's elements.
  static BigInteger magnitude(IntTensor parameter) {
    return BigInteger.valueOf(parameter.min()).abs().max(BigInteger.valueOf(parameter.max()).abs());
  }

  /// The greatest magnitude of a type's values.
  static BigInteger magnitude(IntType type) {
    return BigInteger.valueOf(type.min()).abs().max(BigInteger.valueOf(type.max()));
  }
}
