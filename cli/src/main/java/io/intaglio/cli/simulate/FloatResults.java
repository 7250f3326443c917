package io.intaglio.cli.simulate;

import io.intaglio.cli.Progress;
import io.intaglio.cli.array.ElementType;
import io.intaglio.cli.array.NdArray;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.type.Shape;
import io.intaglio.sim.real.FloatEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a network without quantizers gives: its outputs and other tensors, in floating point.
public final class FloatResults {
  private FloatResults() {}

  public static List<Feed.Port> ports(Network network) {
    return network.inputs().stream()
        .map(input -> new Feed.Port(input.name(), input.shape()))
        .toList();
  }

  /// Runs the network.
  ///
  /// @param tensors names of values to give besides the outputs
  /// @return arrays by name, each with the number of samples in place of a leading 1 or before it
  /// @throws io.intaglio.ir.diag.InvalidInput if there is no such value
  public static Map<String, NdArray> of(
      Network network, Feed feed, List<String> tensors, Progress progress) {
    demandKnown(network, tensors);
    FloatEvaluator evaluator = new FloatEvaluator(network);
    Map<String, Shape> shapes = network.shapes();
    Set<String> names = new LinkedHashSet<>(network.outputs());
    names.addAll(tensors);
    Map<String, double[]> all = new LinkedHashMap<>();
    for (String name : names) {
      all.put(name, new double[Math.multiplyExact(shapes.get(name).size(), feed.samples())]);
    }
    for (int sample = 0; sample < feed.samples(); sample++) {
      Map<String, double[]> results = evaluator.run(inputs(feed, network.inputs().size(), sample));
      for (String name : names) {
        double[] result = results.get(name);
        System.arraycopy(result, 0, all.get(name), sample * result.length, result.length);
      }
      progress.step("samples", sample + 1, feed.samples());
    }
    ElementType type =
        evaluator.type() == FloatType.FLOAT64 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    Map<String, NdArray> arrays = new LinkedHashMap<>();
    all.forEach(
        (name, values) ->
            arrays.put(
                name,
                NdArray.ofReals(Feed.batched(shapes.get(name), feed.samples()), type, values)));
    return arrays;
  }

  private static List<double[]> inputs(Feed feed, int count, int sample) {
    List<double[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NdArray part = feed.slice(i, sample, sample + 1);
      inputs.add(
          part.isReal() ? part.reals() : Arrays.stream(part.integers()).asDoubleStream().toArray());
    }
    return inputs;
  }

  private static void demandKnown(Network network, List<String> tensors) {
    Set<String> known = new LinkedHashSet<>();
    for (RealNode node : network.nodes()) {
      if (!(node.op() instanceof RealParameter)) {
        known.add(node.result());
      }
    }
    Diagnostics diagnostics = new Diagnostics();
    for (String name : tensors) {
      if (!known.contains(name)) {
        diagnostics.error(
            Code.USE_OPTION,
            Origin.NONE,
            "there is no tensor '" + name + "'",
            "`intaglio inspect` lists them");
      }
    }
    diagnostics.throwIfErrors();
  }
}
