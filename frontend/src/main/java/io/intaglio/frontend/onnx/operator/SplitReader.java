package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// ONNX `Split`: consecutive parts of one axis. Their extents are an attribute before opset 13, an
/// input from then on (and in version 1). Where none are given the parts are equal; since opset 18
/// `num_outputs` says how many, and the last may be smaller.
///
/// Source: ONNX operators, Split 1, 2, 11, 13, 18.
final class SplitReader {
  private SplitReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 2);
    Traced x = site.input(0);
    int axis = site.axis(site.integer("axis", 0), x.shape().rank());
    long[] extents = extents(site, x.shape().dim(axis));
    long sum = 0;
    for (long extent : extents) {
      if (extent < 0 || extent > x.shape().dim(axis)) {
        throw site.shapes("a part of " + extent + " elements of axis " + axis);
      }
      sum += extent;
    }
    if (sum != x.shape().dim(axis) || extents.length != site.outputs()) {
      throw site.shapes(
          extents.length + " parts of " + sum + " elements of axis " + axis + " of " + x.shape());
    }
    int first = 0;
    for (int i = 0; i < extents.length; i++) {
      if (site.isUsed(i)) {
        part(site, i, x, axis, first, (int) extents[i]);
      }
      first += (int) extents[i];
    }
  }

  private static long[] extents(NodeSite site, int extent) {
    long[] stated =
        site.has(1)
            ? Layout.integers(site, site.constant(1, "split"), "split")
            : site.opset() < 13 ? site.integers("split").orElse(null) : null;
    long parts = site.opset() < 18 ? site.outputs() : site.integer("num_outputs", site.outputs());
    if (stated != null) {
      return stated;
    }
    if (parts != site.outputs() || (site.opset() < 18 && extent % parts != 0)) {
      throw site.shapes(parts + " parts of " + extent + " elements for " + site.outputs());
    }
    long[] equal = new long[site.outputs()];
    long left = extent;
    for (int i = 0; i < equal.length; i++) {
      equal[i] = Math.min(left, (extent + parts - 1) / parts);
      left -= equal[i];
    }
    return equal;
  }

  private static void part(NodeSite site, int output, Traced x, int axis, int first, int extent) {
    Shape to = site.shape(widened(x.shape().withDim(axis, extent)));
    int[] starts = new int[to.rank()];
    starts[axis] = first;
    switch (x) {
      case Live live -> {
        List<Integer> steps = Collections.nCopies(to.rank(), 1);
        List<Integer> from = Arrays.stream(starts).boxed().toList();
        RealSlice slice = new RealSlice(new Ref(live.name()), from, steps);
        site.result(output, slice, to, live.type());
      }
      case Folded folded -> {
        site.claim(to);
        int[] strides = x.shape().strides();
        int[] source = to.gather(first * strides[axis], strides);
        site.constantResult(output, folded.tensor().gather(to, source));
      }
    }
  }

  private static long[] widened(Shape shape) {
    return Arrays.stream(shape.toArray()).asLongStream().toArray();
  }
}
