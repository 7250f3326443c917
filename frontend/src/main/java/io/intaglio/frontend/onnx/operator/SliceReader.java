package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;

/// ONNX `Slice`: `starts`, `ends`, `axes`, `steps` as attributes (version 1) or inputs (10). Bounds
/// count from the end if negative and are then clamped to the axis.
final class SliceReader {
  private SliceReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 5);
    Traced x = site.input(0);
    int rank = x.shape().rank();
    long[] starts = demand(site, Layout.integers(site, "starts", 1), "starts");
    long[] ends = demand(site, Layout.integers(site, "ends", 2), "ends");
    long[] axes = Layout.integers(site, "axes", 3);
    long[] steps = site.has(4) ? Layout.integers(site, site.constant(4, "steps"), "steps") : null;
    int[] first = new int[rank];
    int[] stride = new int[rank];
    Arrays.fill(stride, 1);
    long[] dims = Arrays.stream(x.shape().toArray()).asLongStream().toArray();
    boolean[] seen = new boolean[rank];
    demandLengths(site, starts, ends, axes, steps);
    for (int i = 0; i < starts.length; i++) {
      int axis = site.axis(axes == null ? i : axes[i], rank);
      if (seen[axis]) {
        throw site.shapes("axis " + axis + " is sliced twice");
      }
      seen[axis] = true;
      Cut cut = Cut.of(site, starts[i], ends[i], steps == null ? 1 : steps[i], x.shape().dim(axis));
      first[axis] = cut.start;
      stride[axis] = cut.step;
      dims[axis] = cut.count;
    }
    part(site, 0, x, first, stride, site.shape(dims));
  }

  /// Binds a result to the elements `first + i·stride` of `x`, `i` an index of the shape `to`.
  static void part(NodeSite site, int output, Traced x, int[] first, int[] stride, Shape to) {
    switch (x) {
      case Live live -> {
        RealSlice op =
            new RealSlice(
                new Ref(live.name()),
                Arrays.stream(first).boxed().toList(),
                Arrays.stream(stride).boxed().toList());
        site.result(output, op, to, live.type());
      }
      case Folded folded -> {
        site.claim(to);
        int[] strides = x.shape().strides();
        int offset = 0;
        for (int axis = 0; axis < first.length; axis++) {
          offset += first[axis] * strides[axis];
          strides[axis] *= stride[axis];
        }
        site.constantResult(output, folded.tensor().gather(to, to.gather(offset, strides)));
      }
    }
  }

  private static long[] demand(NodeSite site, long[] values, String what) {
    if (values == null) {
      throw site.malformed("the " + what + " of Slice are missing");
    }
    return values;
  }

  private static void demandLengths(
      NodeSite site, long[] starts, long[] ends, long[] axes, long[] steps) {
    if (ends.length != starts.length
        || (axes != null && axes.length != starts.length)
        || (steps != null && steps.length != starts.length)) {
      throw site.shapes("starts, ends, axes and steps of Slice differ in length");
    }
  }

  /// `count` elements of one axis from `start` on.
  private record Cut(int start, int step, int count) {
    static Cut of(NodeSite site, long start, long end, long step, int extent) {
      if (step == 0) {
        throw site.parameter("a step of Slice is 0", "use another step");
      }
      if (extent == 0) {
        return new Cut(0, 1, 0);
      }
      boolean forward = step > 0;
      long from = clamp(start, extent, 0, forward ? extent : extent - 1);
      long to = clamp(end, extent, forward ? 0 : -1, forward ? extent : extent - 1);
      long room = forward ? to - from : from - to;
      long pace = Math.min(Math.abs(Math.max(step, -Long.MAX_VALUE)), extent);
      long count = room <= 0 ? 0 : (room + pace - 1) / pace;
      int taken = count <= 1 ? 1 : (int) (forward ? pace : -pace);
      return new Cut(count == 0 ? 0 : (int) from, taken, (int) count);
    }

    private static long clamp(long bound, int extent, long least, long most) {
      long absolute = bound < 0 ? bound + extent : bound;
      return Math.clamp(absolute, least, most);
    }
  }
}
