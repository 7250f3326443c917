package io.intaglio.ir.testing;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Builds small networks in tests; every node's origin is `net.onnx:NAME`.
public final class NetworkMaker {
  private static final String FILE = "net.onnx";

  private final List<NetInput> inputs = new ArrayList<>();
  private final List<RealNode> nodes = new ArrayList<>();

  public Ref input(String name, Shape shape) {
    return input(name, shape, Optional.empty());
  }

  /// An input whose domain the file states.
  public Ref input(String name, Shape shape, String format) {
    return input(name, shape, Optional.of(InputFormat.parse(format)));
  }

  private Ref input(String name, Shape shape, Optional<InputFormat> format) {
    inputs.add(
        new NetInput(
            name, shape, FloatType.FLOAT32, format, Optional.empty(), Origin.node(FILE, name)));
    return new Ref(name);
  }

  public Ref node(String name, Shape shape, RealOp op) {
    nodes.add(new RealNode(name, shape, op, Origin.node(FILE, name)));
    return new Ref(name);
  }

  /// A constant as stored, in float32.
  public Ref stored(String name, Shape shape, double... values) {
    return node(name, shape, new RealParameter(tensor(shape, values)));
  }

  /// A quantized constant: `codes·step`.
  public Ref grid(String name, Shape shape, Rational step, long... codes) {
    return node(
        name,
        shape,
        new RealParameter(
            new RealTensor.Grid(
                IntTensor.of(shape, codes),
                RationalTensor.scalar(step),
                RationalTensor.scalar(Rational.ZERO))));
  }

  public static RealTensor tensor(Shape shape, double... values) {
    double[] rounded = Arrays.stream(values).map(FloatType.FLOAT32::round).toArray();
    return new RealTensor.Stored(FloatTensor.of(shape, FloatType.FLOAT32, rounded));
  }

  /// A quantizer of one scale, no zero point and ties to even.
  public Ref quantize(String name, Shape shape, Ref x, float scale, long lo, long hi) {
    return node(
        name,
        shape,
        new RealQuantize(
            x,
            FloatTensor.scalar(scale),
            FloatTensor.scalar(0),
            IntTensor.scalar(lo),
            IntTensor.scalar(hi),
            Rounding.HALF_EVEN));
  }

  public Network network(Ref... outputs) {
    return new Network(
        FILE, "qonnx", inputs, nodes, Arrays.stream(outputs).map(Ref::name).toList());
  }
}
