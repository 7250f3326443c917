package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.StridedSliceOptions;

/// STRIDED_SLICE: along each axis the elements from `begin` up to `end` in steps; codes are copied.
///
/// A bit of a mask that stands for an axis makes it begin or end at its own ends, or drops the axis
/// after its one element was taken.
///
/// Source: tensorflow/lite/kernels/internal/strided_slice_logic.h.
final class StridedSliceReader implements OperatorReader {
  private record Masks(int begin, int end, int shrink, int ellipsis, int newAxis, boolean offset) {
    static Masks of(StridedSliceOptions table) {
      return table == null
          ? null
          : new Masks(
              table.beginMask(),
              table.endMask(),
              table.shrinkAxisMask(),
              table.ellipsisMask(),
              table.newAxisMask(),
              table.offset());
    }
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(4, 4);
    Masks masks =
        site.options(
            BuiltinOptions.StridedSliceOptions,
            operator ->
                Masks.of((StridedSliceOptions) operator.builtinOptions(new StridedSliceOptions())));
    if (masks.ellipsis() != 0 || masks.newAxis() != 0 || masks.offset()) {
      throw site.refused(
          Code.IMP_UNSUPPORTED_FORM,
          "an ellipsis, a new axis, or ends relative to begins",
          "state begin, end and stride of every axis");
    }
    FlatTensor x = site.input(0, ActivationTypes.all());
    FlatTensor y = site.output(x.type());
    site.demandSameGrid(x);
    int rank = x.shape().rank();
    int stated = site.input(1, ActivationTypes.indices()).shape().size();
    if (stated > rank) {
      throw site.refused(
          Code.IMP_SHAPE, stated + " axes of " + x.shape(), "convert the model again");
    }
    long[] begin = ShapeRules.numbers(site, 1, stated);
    long[] end = ShapeRules.numbers(site, 2, stated);
    long[] stride = ShapeRules.numbers(site, 3, stated);
    List<Integer> starts = new ArrayList<>();
    List<Integer> steps = new ArrayList<>();
    Shape cut = x.shape();
    Shape kept = Shape.SCALAR;
    for (int a = 0; a < rank; a++) {
      int extent = x.shape().dim(a);
      Range range =
          a < stated
              ? Range.of(site, masks, a, new Range(begin[a], end[a], stride[a]), extent)
              : new Range(0, extent, 1);
      int count = range.count();
      starts.add(count == 0 ? 0 : (int) range.begin());
      steps.add(count <= 1 ? 1 : (int) range.stride());
      cut = cut.withDim(a, count);
      if (a >= stated || (masks.shrink() >> a & 1) == 0) {
        kept = ShapeRules.inserted(kept, kept.rank(), count);
      }
    }
    ShapeRules.demandShape(site, y, kept);
    RealSlice slice = new RealSlice(site.operand(x), starts, steps);
    if (kept.equals(cut)) {
      site.result(slice);
    } else {
      Ref taken = site.beside("slice", cut, slice);
      site.result(new RealReshape(taken));
    }
  }

  private record Range(long begin, long end, long stride) {
    /// The elements of one axis that masks and clamping leave of `stated`.
    static Range of(OperatorSite site, Masks masks, int axis, Range stated, int extent)
        throws OperatorSite.Refused {
      long stride = stated.stride();
      if (stride == 0) {
        throw site.refused(Code.IMP_BAD_PARAMETER, "a stride of 0", "convert the model again");
      }
      boolean forward = stride > 0;
      long first = forward ? 0 : extent - 1;
      long beyond = forward ? extent : -1;
      long begin = (masks.begin() >> axis & 1) != 0 ? first : absolute(stated.begin(), extent);
      begin = forward ? Math.clamp(begin, 0, extent) : Math.clamp(begin, -1, extent - 1);
      if ((masks.shrink() >> axis & 1) != 0) {
        if (begin < 0 || begin >= extent) {
          throw site.refused(
              Code.IMP_BAD_PARAMETER,
              "element " + stated.begin() + " of " + extent,
              "convert the model again");
        }
        return new Range(begin, begin + 1, 1);
      }
      long end = (masks.end() >> axis & 1) != 0 ? beyond : absolute(stated.end(), extent);
      end = forward ? Math.clamp(end, 0, extent) : Math.clamp(end, -1, extent - 1);
      return new Range(begin, end, stride);
    }

    private static long absolute(long index, int extent) {
      return index < 0 ? index + extent : index;
    }

    int count() {
      long room = stride > 0 ? end - begin : begin - end;
      long pace = Math.abs(stride);
      return room <= 0 ? 0 : (int) ((room + pace - 1) / pace);
    }
  }
}
