package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// SPLIT into parts of equal extent along an axis, and SPLIT_V into parts of stated extents, of
/// which one may be −1: what the others leave. Codes are copied.
///
/// Source: tensorflow/lite/kernels/split.cc, split_v.cc.
final class SplitReader implements OperatorReader {
  private final boolean stated;

  private SplitReader(boolean stated) {
    this.stated = stated;
  }

  static SplitReader even() {
    return new SplitReader(false);
  }

  static SplitReader uneven() {
    return new SplitReader(true);
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    int inputs = stated ? 3 : 2;
    site.arityOfMany(inputs, inputs);
    FlatTensor x = site.input(stated ? 0 : 1, ActivationTypes.all());
    int rank = x.shape().rank();
    int axis = ShapeRules.axis(site, ShapeRules.numbers(site, stated ? 2 : 0, 1)[0], rank);
    long[] extents = extents(site, x.shape(), axis);
    List<Integer> starts = new ArrayList<>(Collections.nCopies(rank, 0));
    for (int i = 0; i < extents.length; i++) {
      int extent = (int) extents[i];
      FlatTensor y = site.outputAt(i, x.type());
      site.demandSameGrid(x, y);
      ShapeRules.demandShape(site, y, x.shape().withDim(axis, extent));
      site.result(y, new RealSlice(site.operand(x), starts, Collections.nCopies(rank, 1)));
      starts.set(axis, starts.get(axis) + extent);
    }
  }

  private long[] extents(OperatorSite site, Shape shape, int axis) throws OperatorSite.Refused {
    int parts = site.outputs();
    int whole = shape.dim(axis);
    long[] extents;
    if (stated) {
      extents = ShapeRules.numbers(site, 1, parts);
      long known = Arrays.stream(extents).filter(extent -> extent != -1).sum();
      if (Arrays.stream(extents).filter(extent -> extent == -1).count() == 1) {
        extents = Arrays.stream(extents).map(e -> e == -1 ? whole - known : e).toArray();
      }
    } else {
      extents = new long[parts];
      Arrays.fill(extents, whole / parts);
    }
    boolean fits = Arrays.stream(extents).allMatch(extent -> extent >= 0 && extent <= whole);
    if (!fits || Arrays.stream(extents).sum() != whole) {
      throw site.refused(
          Code.IMP_SHAPE,
          parts + " parts of axis " + axis + " of " + shape,
          "convert the model again");
    }
    return extents;
  }
}
