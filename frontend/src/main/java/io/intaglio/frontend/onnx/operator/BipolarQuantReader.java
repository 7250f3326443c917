package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor.Quantized;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.IntTensor;

/// QONNX `BipolarQuant`: `+scale` if `x >= 0`, else `−scale`.
final class BipolarQuantReader {
  private BipolarQuantReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 2);
    Traced x = site.input(0);
    if (!x.type().isComputed()) {
      throw site.form(
          "BipolarQuant of " + x.type() + " elements is not supported", "cast to float32");
    }
    FloatTensor scale = QuantizerParameters.scale(site, 1, x.shape());
    switch (x) {
      case Live live -> {
        RealBipolar op = new RealBipolar(new Ref(live.name()), new RealTensor.Stored(scale));
        site.result(op, live.shape(), live.type());
      }
      case Folded folded -> {
        site.claim(folded.shape());
        long[] codes = new long[folded.tensor().size()];
        for (int i = 0; i < codes.length; i++) {
          double value = folded.tensor().real(i);
          if (Double.isNaN(value)) {
            throw site.parameter("BipolarQuant of a number that is none", "export finite weights");
          }
          codes[i] = value >= 0 ? 1 : -1;
        }
        IntTensor signs = IntTensor.of(folded.shape(), codes);
        site.constantResult(new Quantized(signs, scale, FloatTensor.scalar(0)));
      }
    }
  }
}
