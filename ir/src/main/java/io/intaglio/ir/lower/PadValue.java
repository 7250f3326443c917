package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.Optional;

/// Puts elements of one real number around a value whose chain is affine: `Pad` with the code that
/// stands for the number.
///
/// Side condition: the code is an integer and the same for all elements; else the value is first
/// brought to a grid on which it is.
///
/// Tempting and wrong: to pad a value with channels of different zero points by one code. It stands
/// for another number in each.
final class PadValue {
  private final GraphBuilder builder;
  private final UnifyGrid grids;

  PadValue(GraphBuilder builder, UnifyGrid grids) {
    this.builder = builder;
    this.grids = grids;
  }

  /// Pads with zero; the chain is the same at all positions.
  ///
  /// @param before elements to add at the start of each axis of the graph value
  Pending zeros(
      Pending x, List<Integer> before, List<Integer> after, String tensor, String reason) {
    if (isNothing(before, after)) {
      return x;
    }
    Pending padded = x;
    if (code(x, Rational.ZERO).isEmpty()) {
      padded = grids.zeroOffset(x, tensor, reason);
    }
    return pad(padded, before, after, code(padded, Rational.ZERO).orElseThrow(), tensor);
  }

  /// As [#zeros], for any number. Coefficients must not tell apart what padding extends.
  Pending number(
      Pending x, List<Integer> before, List<Integer> after, Rational number, String tensor) {
    if (isNothing(before, after)) {
      return x;
    }
    Chain.Affine affine = x.chain().affine();
    boolean channels = affine.a().isPerChannel() && affine.b().isPerChannel();
    int last = before.size() - 1;
    boolean extended = last >= 0 && (before.get(last) != 0 || after.get(last) != 0);
    boolean same = affine.shape().rank() == 0 || (channels && !extended);
    Pending padded = x;
    if (!same || code(x, number).isEmpty()) {
      padded = grids.uniformWith(x, number, tensor, "Pad");
    }
    return pad(padded, before, after, code(padded, number).orElseThrow(), tensor);
  }

  /// Pads with a code. The result's layout is that of its own shape: the caller knows the model's.
  Pending pad(Pending x, List<Integer> before, List<Integer> after, long code, String tensor) {
    if (isNothing(before, after)) {
      return x;
    }
    Pad op = new Pad(x.ref(), before, after, code);
    Value value =
        builder.addBeside(
            tensor, "padded", op, x.value().scale(), x.value().origin().merge(x.origin()));
    Layout layout = Layout.ofModel(value.shape().prepend(1));
    return new Pending(value, layout, x.chain(), x.exclusive(), x.origin());
  }

  static boolean isNothing(List<Integer> before, List<Integer> after) {
    return before.stream().allMatch(n -> n == 0) && after.stream().allMatch(n -> n == 0);
  }

  /// The code of `number` in all elements.
  private static Optional<Long> code(Pending x, Rational number) {
    Chain.Affine affine = x.chain().affine();
    Coefficients less = affine.b().map(b -> b.subtract(Surd.of(number)));
    Shape joint = affine.shape();
    boolean constant = affine.a().over(joint).stream().anyMatch(a -> a.signum() == 0);
    if (constant) {
      return Optional.empty();
    }
    return UnifyGrid.zeroPoints(new Chain.Affine(affine.a(), less))
        .filter(zeros -> zeros.stream().distinct().count() == 1)
        .map(zeros -> zeros.get(0));
  }
}
