package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealDivide;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.stream.IntStream;

/// ONNX `ReduceSum` and `ReduceMean`; axes are an attribute in older versions and an input in newer
/// ones (opset 13 and 18). The batch is never reduced.
final class ReduceReader {
  private ReduceReader() {}

  static void sum(NodeSite site) {
    Live x = site.live(0);
    List<Integer> axes = axes(site, x.shape());
    boolean keep = site.flag("keepdims", true);
    if (axes.isEmpty()) {
      site.alias(x);
      return;
    }
    site.result(
        new RealReduceSum(new Ref(x.name()), axes, keep), x.shape().reduced(axes, keep), x.type());
  }

  static void mean(NodeSite site) {
    Live x = site.live(0);
    List<Integer> axes = axes(site, x.shape());
    boolean keep = site.flag("keepdims", true);
    if (axes.isEmpty()) {
      site.alias(x);
      return;
    }
    Shape to = x.shape().reduced(axes, keep);
    double count =
        axes.stream().mapToDouble(axis -> x.shape().dim(axis)).reduce(1, (a, b) -> a * b);
    Ref divisor =
        site.newParameter(
            "count", ConstantTensor.Reals.of(Shape.SCALAR, x.type(), new double[] {count}));
    Ref sum = site.step("sum", new RealReduceSum(new Ref(x.name()), axes, keep), to);
    site.result(new RealDivide(sum, divisor), to, x.type());
  }

  private static List<Integer> axes(NodeSite site, Shape shape) {
    site.demandInputs(1, 2);
    long[] given = Layout.integers(site, "axes", 1);
    boolean nothing = site.flag("noop_with_empty_axes", false);
    int rank = shape.rank();
    boolean all = given == null || given.length == 0;
    if (all && nothing) {
      return List.of();
    }
    IntStream axes =
        all
            ? IntStream.range(0, rank)
            : IntStream.range(0, given.length).map(i -> site.axis(given[i], rank));
    List<Integer> sorted = axes.sorted().boxed().toList();
    if (sorted.stream().distinct().count() != sorted.size()) {
      throw site.shapes("an axis is reduced twice");
    }
    if (sorted.contains(0)) {
      throw site.form(
          site.operator() + " over the batch is not supported", "name the axes behind the batch");
    }
    return sorted;
  }
}
