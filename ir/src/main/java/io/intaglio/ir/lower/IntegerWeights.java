package io.intaglio.ir.lower;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// A constant of `outputs` rows as integers and a step a row: `w = code·step[row]`.
///
/// A grid from a quantizer keeps its codes, less the zero point, where each row has one step. Other
/// constants are exact integers on their common step: one for the whole tensor for numbers as
/// stored, so that the layer's outputs share a step, else one a row.
///
/// @param codes `[rows, columns]`
record IntegerWeights(IntTensor codes, List<Rational> steps) {

  /// Where element `column` of row `row` lies in the constant.
  @FunctionalInterface
  interface Place {
    int at(int row, int column);
  }

  static IntegerWeights of(RealTensor w, int rows, int columns, Place place, Origin origin) {
    IntegerWeights kept =
        w instanceof RealTensor.Grid grid ? kept(grid, rows, columns, place) : null;
    if (kept != null) {
      return kept;
    }
    List<Rational> values = exact(w);
    Rational shared = w instanceof RealTensor.Stored ? CommonStep.orOne(values.stream()) : null;
    long[] codes = new long[rows * columns];
    List<Rational> steps = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      int row = r;
      Rational step =
          shared != null
              ? shared
              : CommonStep.orOne(
                  Stream.iterate(0, c -> c + 1)
                      .limit(columns)
                      .map(c -> values.get(place.at(row, c))));
      for (int c = 0; c < columns; c++) {
        codes[r * columns + c] =
            CommonStep.multiple(values.get(place.at(r, c)), step, tooFine(origin));
      }
      steps.add(step);
    }
    return new IntegerWeights(IntTensor.of(Shape.of(rows, columns), codes), steps);
  }

  private static IntegerWeights kept(RealTensor.Grid grid, int rows, int columns, Place place) {
    int[] stepAt = index(grid.step(), grid);
    int[] zeroAt = index(grid.zeroPoint(), grid);
    if (!grid.zeroPoint().values().stream().allMatch(Rational::isInteger)) {
      return null;
    }
    long[] codes = new long[rows * columns];
    List<Rational> steps = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      Rational step = columns == 0 ? Rational.ONE : grid.step().at(stepAt[place.at(r, 0)]);
      for (int c = 0; c < columns; c++) {
        int flat = place.at(r, c);
        if (!grid.step().at(stepAt[flat]).equals(step)) {
          return null;
        }
        long zero = grid.zeroPoint().at(zeroAt[flat]).num().longValueExact();
        codes[r * columns + c] = Math.subtractExact(grid.codes().at(flat), zero);
      }
      steps.add(step);
    }
    return new IntegerWeights(IntTensor.of(Shape.of(rows, columns), codes), steps);
  }

  private static int[] index(RationalTensor parameter, RealTensor.Grid grid) {
    return parameter.shape().broadcastIndex(grid.shape());
  }

  /// All values of a constant in its own order.
  static List<Rational> exact(RealTensor w) {
    int size = w.shape().size();
    List<Rational> values = new ArrayList<>(size);
    switch (w) {
      case RealTensor.Stored(var stored) -> {
        for (int i = 0; i < size; i++) {
          values.add(Rational.of(stored.at(i)));
        }
      }
      case RealTensor.Grid grid -> {
        int[] stepAt = index(grid.step(), grid);
        int[] zeroAt = index(grid.zeroPoint(), grid);
        for (int i = 0; i < size; i++) {
          values.add(
              Rational.of(grid.codes().at(i))
                  .subtract(grid.zeroPoint().at(zeroAt[i]))
                  .multiply(grid.step().at(stepAt[i])));
        }
      }
    }
    return values;
  }

  private static Function<BigInteger, Refusal> tooFine(Origin origin) {
    return wide ->
        Refusal.notInteger(
            origin,
            "a constant needs "
                + (wide.bitLength() + 1)
                + " bits on the common step of all its elements",
            "quantize the constant");
  }

  int rows() {
    return codes.shape().dim(0);
  }

  int columns() {
    return codes.shape().dim(1);
  }

  /// A factor for each weight.
  @FunctionalInterface
  interface Factor {
    long of(int row, int column);
  }

  /// The same weights, each multiplied by its factor.
  IntegerWeights times(Factor k, Origin origin) {
    long[] scaled = codes.toArray();
    for (int i = 0; i < scaled.length; i++) {
      try {
        scaled[i] = Math.multiplyExact(scaled[i], k.of(i / columns(), i % columns()));
      } catch (ArithmeticException e) {
        throw tooFine(origin).apply(BigInteger.ONE.shiftLeft(63));
      }
    }
    return new IntegerWeights(IntTensor.of(codes.shape(), scaled), steps);
  }
}
