package io.intaglio.frontend.tflite;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;

/// What kernels do that no file says, put into imported networks.
final class CmsisNetwork {
  private CmsisNetwork() {}

  /// The same layer with accumulators that wrap at 32 bits.
  static Network wrapping(Network network) {
    List<RealNode> nodes = new ArrayList<>();
    for (RealNode node : network.nodes()) {
      if (!(node.op() instanceof RealRequantize r)) {
        nodes.add(node);
        continue;
      }
      IntType word = IntType.signed(32);
      double[] steps =
          r.accumulatorStep().values().stream().mapToDouble(Rational::toDouble).toArray();
      RealWrapQuantize wrap =
          new RealWrapQuantize(
              r.x(),
              FloatTensor.of(r.accumulatorStep().shape(), FloatType.FLOAT64, steps),
              IntTensor.scalar(word.min()),
              IntTensor.scalar(word.max()),
              Rounding.FLOOR);
      nodes.add(new RealNode("wrapped", node.shape(), wrap, node.origin()));
      nodes.add(
          new RealNode(
              node.result(), node.shape(), with(r, new Ref("wrapped"), r.rules()), node.origin()));
    }
    return with(network, nodes);
  }

  /// The same layer with a zero point that the output's type does not hold.
  static Network withZeroPoint(Network network, long zeroPoint) {
    List<RealNode> nodes = new ArrayList<>();
    for (RealNode node : network.nodes()) {
      if (node.op() instanceof RealRequantize r) {
        List<SourceRule> rules =
            r.rules().stream().map(rule -> with((TfliteMultiply) rule, zeroPoint)).toList();
        nodes.add(new RealNode(node.result(), node.shape(), with(r, r.x(), rules), node.origin()));
      } else {
        nodes.add(node);
      }
    }
    return with(network, nodes);
  }

  private static SourceRule with(TfliteMultiply m, long zeroPoint) {
    return new TfliteMultiply(m.variant(), m.multiplier(), m.shift(), zeroPoint, m.lo(), m.hi());
  }

  private static RealRequantize with(RealRequantize r, Ref x, List<SourceRule> rules) {
    return new RealRequantize(
        x, r.accumulatorStep(), r.ruleShape(), rules, r.type(), r.step(), r.zeroPoint());
  }

  private static Network with(Network network, List<RealNode> nodes) {
    return new Network(
        network.source(), network.profile(), network.inputs(), nodes, network.outputs());
  }
}
