package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Ref;
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

  private final Profile profile;

  NetworkBuilder(FlatModel model, Profile profile) {
    this.profile = profile;
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

  /// An input whose domain is not known yet.
  void input(FlatTensor tensor, Origin origin) {
    input(tensor, Optional.empty(), Optional.empty(), origin);
  }

  /// An input of codes of `type`; real numbers become codes as the profile's QUANTIZE makes them.
  void input(FlatTensor tensor, Quantization q, IntType type, Origin origin) {
    InputFormat.Element element = new InputFormat.Element(type, q.step(), q.zeroPoint(), false);
    Encoding encoding = QuantizeRule.ofFloat(profile, q, type, tensor.shape().elements());
    input(tensor, Optional.of(new InputFormat(List.of(element))), Optional.of(encoding), origin);
  }

  private void input(
      FlatTensor tensor, Optional<InputFormat> format, Optional<Encoding> encoding, Origin origin) {
    inputs.put(
        tensor.index(),
        new NetInput(tensor.name(), tensor.shape(), FloatType.FLOAT32, format, encoding, origin));
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
