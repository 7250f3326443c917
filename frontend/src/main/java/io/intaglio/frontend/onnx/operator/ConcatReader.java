package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// ONNX `Concat` along `axis`.
final class ConcatReader {
  private ConcatReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, Integer.MAX_VALUE);
    Traced first = site.input(0);
    if (!site.hasAttribute("axis")) {
      throw site.malformed("the axis of Concat is missing");
    }
    int axis = site.axis(site.integer("axis", 0), first.shape().rank());
    long extent = 0;
    boolean constant = true;
    for (int i = 0; i < site.inputs(); i++) {
      Traced part = site.input(i);
      Operands.demandSameType(site, first, part);
      if (part.shape().rank() != first.shape().rank()
          || !part.shape().withDim(axis, 0).equals(first.shape().withDim(axis, 0))) {
        throw site.shapes("Concat of shapes " + first.shape() + " and " + part.shape());
      }
      extent += part.shape().dim(axis);
      constant &= part instanceof Folded;
    }
    long[] dims = new long[first.shape().rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i == axis ? extent : first.shape().dim(i);
    }
    Shape to = site.shape(dims);
    if (constant) {
      fold(site, axis, to);
    } else {
      live(site, axis, to);
    }
  }

  private static void live(NodeSite site, int axis, Shape to) {
    List<Ref> parts = new ArrayList<>();
    Traced type = site.input(0);
    for (int i = 0; i < site.inputs(); i++) {
      parts.add(site.operand(i));
      type = site.input(i) instanceof Live live ? live : type;
    }
    site.result(new RealConcat(parts, axis), to, type.type());
  }

  private static void fold(NodeSite site, int axis, Shape to) {
    List<ConstantTensor> parts = new ArrayList<>();
    for (int i = 0; i < site.inputs(); i++) {
      parts.add(((Folded) site.input(i)).tensor());
    }
    site.claim(to);
    site.constantResult(ConstantTensor.concat(parts, axis, to));
  }
}
