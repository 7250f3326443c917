package io.intaglio.ir.verify;

import io.intaglio.ir.Value;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.function.Consumer;

/// Checks that an encoding has a meaning and makes only codes that its input holds.
///
/// @param what the head, for messages
/// @param shape the model's shape of the input, of as many elements as the graph's
record EncodingCheck(String what, Shape shape, Value input, Consumer<String> error) {
  void check(Encoding encoding) {
    switch (encoding) {
      case Encoding.Quantize quantize -> quantize(quantize);
      case Encoding.WrapQuantize wrap -> wrap(wrap);
      case Encoding.Bipolar _ -> bipolar();
      case Encoding.Grid grid -> grid(grid);
      case Encoding.AffineQuantize affine ->
          affine("scale", affine.scale(), affine.lo(), affine.hi());
      case Encoding.ReciprocalQuantize reciprocal ->
          affine("factor", reciprocal.factor(), reciprocal.lo(), reciprocal.hi());
    }
  }

  private void quantize(Encoding.Quantize encoding) {
    if (!Parameters.positive(encoding.scale())) {
      error.accept(what + ": a scale is not a positive number");
    }
    if (!Parameters.finite(encoding.zeroPoint())) {
      error.accept(what + ": a zero point is not finite");
    }
    boolean scale = broadcasts("scale", encoding.scale().shape());
    boolean zeroPoint = broadcasts("zero point", encoding.zeroPoint().shape());
    boolean lower = broadcasts("lower bound", encoding.lo().shape());
    boolean upper = broadcasts("upper bound", encoding.hi().shape());
    if (scale && zeroPoint && lower && upper) {
      codes(encoding.lo(), encoding.hi());
    }
  }

  private void wrap(Encoding.WrapQuantize encoding) {
    if (!Parameters.positive(encoding.scale())) {
      error.accept(what + ": a scale is not a positive number");
    }
    boolean scale = broadcasts("scale", encoding.scale().shape());
    boolean lower = broadcasts("lower bound", encoding.lo().shape());
    boolean upper = broadcasts("upper bound", encoding.hi().shape());
    if (scale && lower && upper) {
      Parameters.periods(encoding.lo(), encoding.hi(), shape)
          .ifPresent(fault -> error.accept(what + ": " + fault));
      codes(encoding.lo(), encoding.hi());
    }
  }

  private void affine(String name, float scale, long lo, long hi) {
    if (!(scale > 0 && Float.isFinite(scale))) {
      error.accept(what + ": " + name + " " + scale + " is not a positive number");
    }
    codes(IntTensor.scalar(lo), IntTensor.scalar(hi));
  }

  private void grid(Encoding.Grid encoding) {
    if (!encoding.step().values().stream().map(Rational::signum).allMatch(sign -> sign > 0)) {
      error.accept(what + ": a step is not positive");
    }
    broadcasts("step", encoding.step().shape());
  }

  private boolean broadcasts(String name, Shape parameter) {
    if (!parameter.broadcastsTo(shape)) {
      error.accept(
          what + ": " + name + " of shape " + parameter + " does not broadcast to " + shape);
      return false;
    }
    return true;
  }

  private void bipolar() {
    Range range = input.range();
    for (int i = 0; i < range.size(); i++) {
      boolean odd = range.log2Stride(i) == 0 || (range.lo(i) & 1) != 0;
      if (range.lo(i) > -1 || range.hi(i) < 1 || range.log2Stride(i) > 1 || !odd) {
        error.accept(what + ": input %" + input.name() + " of range " + range + " lacks -1 or +1");
        return;
      }
    }
  }

  /// Every integer between the bounds must be a code of its element.
  private void codes(IntTensor lo, IntTensor hi) {
    if (!input.range().shape().broadcastsTo(input.shape())) {
      return;
    }
    int[] low = lo.shape().broadcastIndex(shape);
    int[] high = hi.shape().broadcastIndex(shape);
    int[] of = input.range().shape().broadcastIndex(input.shape());
    for (int i = 0; i < of.length; i++) {
      long least = lo.at(low[i]);
      long greatest = hi.at(high[i]);
      if (least > greatest) {
        error.accept(what + ": lower bound " + least + " is above upper bound " + greatest);
        return;
      }
      if (!holds(input.range(), of[i], least, greatest)) {
        error.accept(
            what
                + ": codes from "
                + least
                + " to "
                + greatest
                + " for input %"
                + input.name()
                + " of range "
                + Range.uniform(
                    input.range().lo(of[i]),
                    input.range().hi(of[i]),
                    input.range().log2Stride(of[i])));
        return;
      }
    }
  }

  private static boolean holds(Range range, int at, long least, long greatest) {
    boolean onStride = ((least - range.lo(at)) & ((1L << range.log2Stride(at)) - 1)) == 0;
    return least >= range.lo(at)
        && greatest <= range.hi(at)
        && onStride
        && (least == greatest || range.log2Stride(at) == 0);
  }
}
