package io.intaglio.frontend.onnx.operator;

import java.util.Arrays;

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
    int[] first = new int[x.shape().rank()];
    int[] stride = new int[first.length];
    Arrays.fill(stride, 1);
    for (int i = 0; i < extents.length; i++) {
      int extent = (int) extents[i];
      if (site.isUsed(i)) {
        SliceReader.part(site, i, x, first, stride, x.shape().withDim(axis, extent));
      }
      first[axis] += extent;
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
}
