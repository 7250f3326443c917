package io.intaglio.ir.lower;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The input of a linear layer, column by column: `x[i] = step·k[i]·(v[i] − zero[i])`, or with
/// `offset[i]` added where an offset is no multiple of the step.
///
/// Steps that differ from column to column are folded into the columns of the weights.
record LinearInput(Surd step, IntTensor k, IntTensor zero, List<Surd> offset) {

  /// @param columns how many; the chain's coefficients broadcast to `[columns]`
  static LinearInput of(Pending x, int columns, String tensor, String reason) {
    Chain.Affine affine = x.chain().affine();
    Shape shape = Shape.of(columns);
    Optional<List<Long>> zeros = UnifyGrid.zeroPoints(affine);
    List<Surd> none = List.of();
    long[] zero = new long[columns];
    if (zeros.isPresent()) {
      int[] index = affine.shape().broadcastIndex(shape);
      Arrays.setAll(zero, i -> zeros.get().get(index[i]));
    }
    List<Surd> offset = zeros.isPresent() ? none : affine.b().over(shape);
    long[] k = new long[columns];
    Arrays.fill(k, 1);
    if (affine.a().isUniform()) {
      return new LinearInput(affine.a().at(0), IntTensor.vector(k), IntTensor.vector(zero), offset);
    }
    if (!affine.a().isRational()) {
      throw UnifyGrid.irrational(x, tensor, reason);
    }
    Rational step = CommonStep.orOne(affine.a().rationals().stream());
    List<Surd> a = affine.a().over(shape);
    Origin origin = x.value().origin().merge(x.origin());
    for (int i = 0; i < columns; i++) {
      k[i] =
          CommonStep.multiple(
              a.get(i).p(),
              step,
              wide ->
                  Refusal.notInteger(
                      origin,
                      "the channels that "
                          + reason
                          + " '"
                          + tensor
                          + "' reads have no common step within 63 bits",
                      "put a quantizer of one scale behind '" + x.value().name() + "'"));
    }
    return new LinearInput(Surd.of(step), IntTensor.vector(k), IntTensor.vector(zero), offset);
  }

  /// The weights with the columns' factors in them.
  IntegerWeights scaled(IntegerWeights weights, Column column, Origin origin) {
    return weights.times((r, j) -> k.at(column.of(r, j)), origin);
  }

  /// `−Σ w·zero` for each row of scaled weights.
  ///
  /// @param column which column of the input element `j` of a row meets
  IntTensor bias(IntegerWeights scaled, Column column, Origin origin) {
    long[] bias = new long[scaled.rows()];
    for (int r = 0; r < bias.length; r++) {
      BigInteger sum = BigInteger.ZERO;
      for (int j = 0; j < scaled.columns(); j++) {
        long z = zero.at(column.of(r, j));
        long w = scaled.codes().at(r * scaled.columns() + j);
        if (z != 0 && w != 0) {
          sum = sum.subtract(BigInteger.valueOf(w).multiply(BigInteger.valueOf(z)));
        }
      }
      if (sum.bitLength() > 62) {
        throw Refusal.notInteger(
            origin, "a folded zero point needs more than 63 bits", "use smaller zero points");
      }
      bias[r] = sum.longValueExact();
    }
    return IntTensor.vector(bias);
  }

  /// `Σ w·offset`, real, for each row of the layer's own weights.
  ///
  /// @throws ArithmeticException if offsets have different roots
  List<Surd> offsets(IntegerWeights weights, Column column) {
    List<Surd> sums = new ArrayList<>();
    for (int r = 0; r < weights.rows(); r++) {
      Surd sum = Surd.ZERO;
      for (int j = 0; j < weights.columns() && !offset.isEmpty(); j++) {
        long w = weights.codes().at(r * weights.columns() + j);
        sum = sum.add(offset.get(column.of(r, j)).multiply(Rational.of(w)));
      }
      sums.add(sum.multiply(weights.steps().get(r)));
    }
    return sums;
  }

  /// The input column that element `j` of row `r` meets.
  @FunctionalInterface
  interface Column {
    int of(int r, int j);
  }

  /// The chain of a layer with such weights: `step·row's step` and the rows' offsets.
  Chain chain(IntegerWeights weights, List<Surd> offsets) {
    Shape rows = Shape.of(offsets.size());
    Coefficients a = Coefficients.gathered(rows, r -> step.multiply(weights.steps().get(r)));
    return Chain.of(new Chain.Affine(a, Coefficients.gathered(rows, offsets::get)));
  }
}
