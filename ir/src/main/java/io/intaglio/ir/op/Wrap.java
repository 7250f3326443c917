package io.intaglio.ir.op;

import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `y = x + k·2^bits` with the integer `k` that brings `y` into `lo..lo + 2^bits − 1`: two's
/// complement overflow, as fixed-point formats with `WRAP` have it. With 0 bits `y = 0`.
///
/// `lo` and `bits` have one shape, which broadcasts to `x` from the right; `lo` is 0 (unsigned) or
/// `−2^(bits − 1)` (signed).
public record Wrap(Ref x, IntTensor lo, IntTensor bits) implements Op {
  public Wrap {
    Checks.require(
        lo.shape().equals(bits.shape()),
        "Wrap: lo of shape " + lo.shape() + ", bits of shape " + bits.shape());
    for (int i = 0; i < bits.size(); i++) {
      long width = bits.at(i);
      Checks.require(
          width >= 0 && width <= IntType.MAX_BITS, "Wrap: a width of " + width + " bits");
      Checks.require(
          lo.at(i) == 0 || (width > 0 && lo.at(i) == -(1L << (width - 1))),
          "Wrap: lower bound " + lo.at(i) + " of " + width + " bits");
    }
  }

  /// One type for all elements.
  public static Wrap into(Ref x, IntType to) {
    return new Wrap(x, IntTensor.scalar(to.min()), IntTensor.scalar(to.bits()));
  }

  /// The type that parameter `i` brings `x` into.
  public IntType to(int i) {
    int width = Math.toIntExact(bits.at(i));
    return lo.at(i) < 0 ? IntType.signed(width) : IntType.unsigned(width);
  }

  @Override
  public List<Ref> operands() {
    return List.of(x);
  }

  @Override
  public Shape shape(List<Shape> operands) {
    Checks.parameter("Wrap", "bits", bits, operands.get(0));
    return operands.get(0);
  }
}
