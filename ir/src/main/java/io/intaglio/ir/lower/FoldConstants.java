package io.intaglio.ir.lower;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `Reshape, Transpose, Slice of a constant → a constant`, so that weights reach their layer as
/// constants.
///
/// Tempting and wrong: to fold arithmetic here. Runtimes compute it in floating point, each in its
/// own type; importers, who know it, fold it.
final class FoldConstants {
  private FoldConstants() {}

  static Network run(Network network) {
    Map<String, RealTensor> constants = new HashMap<>();
    List<RealNode> nodes = new ArrayList<>();
    for (RealNode node : network.nodes()) {
      RealNode kept = node;
      int[] source = source(node, constants);
      if (source != null) {
        RealTensor folded =
            gather(constants.get(node.op().operands().get(0).name()), node.shape(), source);
        kept = new RealNode(node.result(), node.shape(), new RealParameter(folded), node.origin());
      }
      if (kept.op() instanceof RealParameter(RealTensor value)) {
        constants.put(kept.result(), value);
      }
      nodes.add(kept);
    }
    return new Network(
        network.source(), network.profile(), network.inputs(), nodes, network.outputs());
  }

  /// For each element of a view of a constant, the constant's element; null for other nodes.
  private static int[] source(RealNode node, Map<String, RealTensor> constants) {
    if (node.op().operands().size() != 1) {
      return null;
    }
    Ref x = node.op().operands().get(0);
    RealTensor constant = constants.get(x.name());
    if (constant == null) {
      return null;
    }
    int[] strides = constant.shape().strides();
    if (node.op() instanceof RealReshape) {
      return node.shape().gather(0, node.shape().strides());
    }
    if (node.op() instanceof RealTranspose transpose) {
      int[] steps = transpose.perm().stream().mapToInt(axis -> strides[axis]).toArray();
      return node.shape().gather(0, steps);
    }
    if (node.op() instanceof RealSlice slice) {
      int offset = 0;
      int[] steps = new int[strides.length];
      for (int axis = 0; axis < steps.length; axis++) {
        offset += slice.starts().get(axis) * strides[axis];
        steps[axis] = slice.steps().get(axis) * strides[axis];
      }
      return node.shape().gather(offset, steps);
    }
    return null;
  }

  private static RealTensor gather(RealTensor constant, Shape to, int[] source) {
    return switch (constant) {
      case RealTensor.Stored(FloatTensor values) -> {
        double[] all = new double[source.length];
        for (int i = 0; i < all.length; i++) {
          all[i] = values.at(source[i]);
        }
        yield new RealTensor.Stored(FloatTensor.of(to, values.type(), all));
      }
      case RealTensor.Grid grid -> {
        long[] codes = new long[source.length];
        for (int i = 0; i < codes.length; i++) {
          codes[i] = grid.codes().at(source[i]);
        }
        yield new RealTensor.Grid(
            IntTensor.of(to, codes),
            gather(grid.step(), constant.shape(), to, source),
            gather(grid.zeroPoint(), constant.shape(), to, source));
      }
    };
  }

  private static RationalTensor gather(
      RationalTensor parameter, Shape from, Shape to, int[] source) {
    if (parameter.values().size() == 1) {
      return RationalTensor.scalar(parameter.at(0));
    }
    int[] index = parameter.shape().broadcastIndex(from);
    List<Rational> all = new ArrayList<>();
    for (int s : source) {
      all.add(parameter.at(index[s]));
    }
    return new RationalTensor(to, all);
  }
}
