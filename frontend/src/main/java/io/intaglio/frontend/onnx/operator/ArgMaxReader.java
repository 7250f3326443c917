package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// ONNX `ArgMax` along `axis`; the lowest index wins.
final class ArgMaxReader {
  private ArgMaxReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Live x = site.live(0);
    Shape shape = x.shape();
    int axis = site.axis(site.integer("axis", 0), shape.rank());
    boolean keep = site.flag("keepdims", true);
    if (site.flag("select_last_index", false)) {
      throw site.form("ArgMax of the last index is not supported", "clear select_last_index");
    }
    if (axis == 0) {
      throw site.form("ArgMax over the batch is not supported", "set the axis");
    }
    site.result(
        new RealArgMax(new Ref(x.name()), axis, keep),
        shape.reduced(List.of(axis), keep),
        ElementType.INT64);
  }
}
