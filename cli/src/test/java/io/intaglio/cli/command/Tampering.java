package io.intaglio.cli.command;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.text.FxFiles;
import io.intaglio.ir.type.IntTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Changes one number of one operator in a `.fx` file, and nothing of its certificates; the files
/// are as `lower` writes them.
record Tampering(Path file) {
  static Tampering of(Path file) {
    return new Tampering(file);
  }

  void multiplier(String value) {
    rescale(value, x -> copy(x, plus(x.m(), 1), x.b(), x.s()));
  }

  void offset(String value) {
    // Half of the last place of what is shifted out: the rounding of some input changes.
    rescale(value, x -> copy(x, x.m(), plus(x.b(), 1L << Math.max(0, x.s().min() - 1)), x.s()));
  }

  void shift(String value) {
    rescale(value, x -> copy(x, x.m(), x.b(), plus(x.s(), 1)));
  }

  void step(String value) {
    change(
        value,
        op -> {
          Threshold old = (Threshold) op;
          return new Threshold(
              old.x(), plus(old.thresholds(), 1), old.direction(), old.base(), old.step());
        });
  }

  private void rescale(String value, UnaryOperator<Rescale> how) {
    change(value, op -> how.apply((Rescale) op));
  }

  private static Rescale copy(Rescale x, IntTensor m, IntTensor b, IntTensor s) {
    return new Rescale(x.x(), m, b, s, x.z(), x.lo(), x.hi(), x.rounding());
  }

  /// `tensor` with `delta` added to its first element.
  private static IntTensor plus(IntTensor tensor, long delta) {
    long[] all = tensor.toArray();
    all[0] += delta;
    return IntTensor.of(tensor.shape(), all);
  }

  private void change(String value, UnaryOperator<Op> how) {
    Certified certified = FxFiles.read(file);
    Boundary boundary = certified.boundary();
    FixedGraph graph = boundary.graph();
    List<Node> nodes = new ArrayList<>();
    int changed = 0;
    for (Node node : graph.nodes()) {
      boolean here = node.result().name().equals(value);
      changed += here ? 1 : 0;
      nodes.add(here ? new Node(node.result(), how.apply(node.op())) : node);
    }
    if (changed != 1) {
      throw new AssertionError("no value " + value);
    }
    FixedGraph other = new FixedGraph(graph.name(), graph.inputs(), nodes, graph.outputs());
    FxFiles.write(
        file,
        new Certified(
            new Boundary(boundary.source(), boundary.heads(), other, boundary.tails()),
            certified.certificates()));
  }
}
