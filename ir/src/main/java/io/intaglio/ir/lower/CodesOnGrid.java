package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;

/// `a·v + b → q` with `a·v + b = (q − zeroPoint)·step`: the codes that a runtime holds of a tensor.
///
/// Side condition: `a/step` and `b/step + zeroPoint` are integers.
///
/// Tempting and wrong: to round what is between two codes. A tensor off the runtime's grid was
/// never that runtime's tensor.
final class CodesOnGrid {
  private final MaterializeBounds bounds;
  private final EmitIntegerAffine emit;

  CodesOnGrid(MaterializeBounds bounds, EmitIntegerAffine emit) {
    this.bounds = bounds;
    this.emit = emit;
  }

  /// The same tensor, its value being the codes.
  Pending codes(Pending x, Rational step, long zeroPoint, String tensor, Origin reader) {
    Pending affine = bounds.affine(x, tensor, "a runtime's kernel");
    Chain.Affine map = UnifyGrid.rational(affine, tensor, "a runtime's kernel");
    Origin origin = reader.merge(affine.origin());
    Surd share = Surd.of(Rational.ONE.divide(step));
    Surd zero = Surd.of(zeroPoint);
    EmitIntegerAffine.Factors factors =
        EmitIntegerAffine.Factors.of(
            map.a().map(a -> a.multiply(share)).integers(() -> off(tensor, origin)),
            map.b().map(b -> b.multiply(share).add(zero)).integers(() -> off(tensor, origin)));
    Chain chain = chain(step, zeroPoint);
    Value value = emit.emit(affine.value(), tensor, "codes", factors, Pending.scale(chain), origin);
    return affine.with(value).with(chain);
  }

  /// `q ↦ (q − zeroPoint)·step`.
  static Chain chain(Rational step, long zeroPoint) {
    Rational offset = step.multiply(Rational.of(zeroPoint)).negate();
    return Chain.of(new Chain.Affine(Coefficients.of(step), Coefficients.of(offset)));
  }

  private static Refusal off(String tensor, Origin origin) {
    return Refusal.notInteger(
        origin,
        "the operand of '" + tensor + "' is off the grid that its kernel reads",
        "the operand's scale and zero point must be those of the kernel");
  }
}
