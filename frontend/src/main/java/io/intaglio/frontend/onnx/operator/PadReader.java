package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// ONNX `Pad` with a constant; negative widths cut the operand first.
final class PadReader {
  private static final long MOST = 1 << 24;

  private PadReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 4);
    Live x = site.numbers(0);
    if (!site.string("mode", "constant").equals("constant")) {
      throw site.form("Pad is supported with mode constant only", "use mode constant");
    }
    int rank = x.shape().rank();
    long[] before = new long[rank];
    long[] after = new long[rank];
    widths(site, rank, before, after);
    long[] cut = new long[rank];
    long[] dims = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      cut[axis] = x.shape().dim(axis) + Math.min(before[axis], 0) + Math.min(after[axis], 0);
      dims[axis] = cut[axis] + Math.max(before[axis], 0) + Math.max(after[axis], 0);
      if (cut[axis] < 1) {
        throw site.shapes("Pad cuts axis " + axis + " of shape " + x.shape() + " away");
      }
    }
    Ref operand = new Ref(x.name());
    Shape left = site.shape(cut);
    if (!left.equals(x.shape())) {
      List<Integer> starts =
          Arrays.stream(before).mapToObj(width -> (int) -Math.min(width, 0)).toList();
      List<Integer> steps = Collections.nCopies(rank, 1);
      operand = site.step("cut", new RealSlice(operand, starts, steps), left);
    }
    RealPad pad = new RealPad(operand, positive(before), positive(after), value(site, x));
    site.result(pad, site.shape(dims), x.type());
  }

  private static List<Integer> positive(long[] widths) {
    return Arrays.stream(widths).mapToObj(width -> (int) Math.max(width, 0)).toList();
  }

  private static void widths(NodeSite site, int rank, long[] before, long[] after) {
    long[] pads = Layout.integers(site, "pads", 1);
    pads = pads == null ? site.integers("paddings").orElse(null) : pads;
    if (pads == null) {
      throw site.malformed("the pads are missing");
    }
    long[] axes =
        site.has(3) ? Layout.integers(site, site.constant(3, "axes"), "axes") : allAxes(rank);
    if (pads.length != 2 * axes.length || axes.length > rank) {
      throw site.shapes(pads.length + " pads for " + axes.length + " axes of " + rank);
    }
    boolean[] seen = new boolean[rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = site.axis(axes[i], rank);
      if (seen[axis]) {
        throw site.shapes("axis " + axis + " is padded twice");
      }
      seen[axis] = true;
      before[axis] = demandWidth(site, pads[i]);
      after[axis] = demandWidth(site, pads[i + axes.length]);
    }
  }

  private static long demandWidth(NodeSite site, long width) {
    if (Math.abs(width) > MOST || width == Long.MIN_VALUE) {
      throw site.shapes("a pad of " + width + " elements");
    }
    return width;
  }

  private static long[] allAxes(int rank) {
    long[] axes = new long[rank];
    Arrays.setAll(axes, axis -> axis);
    return axes;
  }

  /// What is padded with: a number, or what a code stands for.
  private static Rational value(NodeSite site, Live x) {
    Rational stated = stated(site, x);
    CodeGrid grid = site.grid(x);
    return x.type().isQuantized()
        ? grid.step().multiply(stated.subtract(Rational.of(grid.zeroPoint())))
        : stated;
  }

  private static Rational stated(NodeSite site, Live x) {
    if (!site.has(2)) {
      return Rational.of(site.real("value", 0));
    }
    Operands.demandSameType(site, x, site.input(2));
    ConstantTensor value = site.constant(2, "value");
    if (value.size() != 1) {
      throw site.shapes("the value of Pad has shape " + value.shape());
    }
    site.demandFinite(value, "value of Pad");
    return value.toRealTensor().at(0);
  }
}
