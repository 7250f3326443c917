package io.intaglio.frontend.onnx;

import io.intaglio.frontend.onnx.operator.NetworkBuilder;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `float input → views → QuantizeLinear` becomes an input of codes that says how its codes are
/// made, zero point and all: as long as only the quantizer reads the input, views of it aside.
///
/// Tempting and wrong: to do so with arithmetic before the quantizer, which is the head's.
final class QuantizedInputs {
  private final NetworkBuilder builder;

  QuantizedInputs(NetworkBuilder builder) {
    this.builder = builder;
  }

  /// The inputs, some of them now of codes; their quantizers are views.
  List<NetInput> encoded(List<NetInput> inputs, List<String> outputs) {
    List<NetInput> encoded = new ArrayList<>();
    for (NetInput input : inputs) {
      encoded.add(
          input.format().isPresent() || outputs.contains(input.name()) ? input : encode(input));
    }
    return encoded;
  }

  private NetInput encode(NetInput input) {
    String tensor = input.name();
    while (true) {
      RealNode node = onlyReader(tensor);
      if (node == null) {
        return input;
      }
      if (node.op() instanceof RealQuantize quantize) {
        return encode(input, node, quantize);
      }
      if (!(node.op() instanceof RealReshape || node.op() instanceof RealTranspose)) {
        return input;
      }
      tensor = node.result();
    }
  }

  private NetInput encode(NetInput input, RealNode node, RealQuantize quantize) {
    long zero = builder.zeroPoint(node.result());
    long lo = quantize.lo().at(0) + zero;
    long hi = quantize.hi().at(0) + zero;
    float scale = (float) quantize.scale().at(0);
    InputFormat.Element element =
        new InputFormat.Element(IntType.holding(lo, hi), Rational.of((double) scale), zero, false);
    int at = builder.nodes().indexOf(node);
    RealReshape view = new RealReshape(quantize.x());
    builder.nodes().set(at, new RealNode(node.result(), node.shape(), view, node.origin()));
    return new NetInput(
        input.name(),
        input.shape(),
        input.type(),
        Optional.of(new InputFormat(List.of(element))),
        Optional.of(new Encoding.AffineQuantize(scale, zero, lo, hi, Rounding.HALF_EVEN)),
        input.origin());
  }

  private RealNode onlyReader(String tensor) {
    List<RealNode> readers =
        builder.nodes().stream()
            .filter(node -> node.op().operands().stream().anyMatch(r -> r.name().equals(tensor)))
            .toList();
    return readers.size() == 1 ? readers.get(0) : null;
  }
}
