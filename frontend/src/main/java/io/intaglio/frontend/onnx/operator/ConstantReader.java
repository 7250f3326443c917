package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;

/// ONNX `Constant`: a tensor, a number or a list of numbers.
final class ConstantReader {
  private ConstantReader() {}

  static void read(NodeSite site) {
    site.demandInputs(0, 0);
    site.constantResult(value(site));
  }

  private static ConstantTensor value(NodeSite site) {
    if (site.hasAttribute("value")) {
      return site.tensor("value").orElseThrow();
    }
    if (site.hasAttribute("value_float")) {
      return reals(Shape.SCALAR, site.real("value_float", 0));
    }
    if (site.hasAttribute("value_floats")) {
      double[] values = site.reals("value_floats").orElseThrow();
      return reals(site.shape(values.length), values);
    }
    if (site.hasAttribute("value_int")) {
      return integers(Shape.SCALAR, site.integer("value_int", 0));
    }
    if (site.hasAttribute("value_ints")) {
      long[] values = site.integers("value_ints").orElseThrow();
      return integers(site.shape(values.length), values);
    }
    throw site.form("Constant holds no numbers", "use a dense tensor of numbers");
  }

  private static ConstantTensor reals(Shape shape, double... values) {
    return ConstantTensor.Reals.of(shape, ElementType.FLOAT32, values);
  }

  private static ConstantTensor integers(Shape shape, long... values) {
    return new ConstantTensor.Integers(IntTensor.of(shape, values), ElementType.INT64);
  }
}
