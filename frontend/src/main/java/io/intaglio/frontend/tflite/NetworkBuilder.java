package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects the network's inputs and nodes. A tensor's value has the tensor's name.
final class NetworkBuilder {
  private final Map<Integer, NetInput> inputs = new LinkedHashMap<>();
  private final List<RealNode> nodes = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();

  NetworkBuilder(FlatModel model) {
    model.tensors().forEach(tensor -> taken.add(tensor.name()));
  }

  List<NetInput> inputs() {
    return List.copyOf(inputs.values());
  }

  List<RealNode> nodes() {
    return List.copyOf(nodes);
  }

  boolean isInput(FlatTensor tensor) {
    return inputs.containsKey(tensor.index());
  }

  /// An input whose domain is known only if `quantization` is given: real numbers become codes as
  /// QUANTIZE makes them, `clamp(roundHalfAway(fl32(x/scale)) + zeroPoint, −128, 127)`.
  void input(FlatTensor tensor, Optional<Quantization> quantization, Origin origin) {
    inputs.put(
        tensor.index(),
        new NetInput(
            tensor.name(),
            tensor.shape(),
            FloatType.FLOAT32,
            quantization.map(NetworkBuilder::format),
            quantization.map(NetworkBuilder::encoding),
            origin));
  }

  private static InputFormat format(Quantization q) {
    return new InputFormat(
        List.of(
            new InputFormat.Element(
                IntType.signed(8), Rational.of((double) q.scale()), q.zeroPoint(), false)));
  }

  private static Encoding encoding(Quantization q) {
    return new Encoding.AffineQuantize(q.scale(), q.zeroPoint(), -128, 127, Rounding.HALF_AWAY);
  }

  /// A name that nothing has yet, made from `tensor`'s.
  String fresh(FlatTensor tensor, String suffix) {
    String name = tensor.name() + "." + suffix;
    while (!taken.add(name)) {
      name = name + "_";
    }
    return name;
  }

  Ref emit(String name, Shape shape, RealOp op, Origin origin) {
    nodes.add(new RealNode(name, shape, op, origin));
    return new Ref(name);
  }
}
