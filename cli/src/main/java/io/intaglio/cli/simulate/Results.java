package io.intaglio.cli.simulate;

import io.intaglio.cli.Progress;
import io.intaglio.cli.array.ElementType;
import io.intaglio.cli.array.NdArray;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a simulation gives: the network's outputs as reals or codes, and codes of other tensors.
public final class Results {
  private final Boundary boundary;
  private final int samples;
  private final boolean integers;
  private final List<String> tensors;
  private final Map<String, double[]> reals = new LinkedHashMap<>();
  private final Map<String, long[]> codes = new LinkedHashMap<>();
  private final Map<String, Value> values;

  private Results(Boundary boundary, int samples, boolean integers, List<String> tensors) {
    this.boundary = boundary;
    this.samples = samples;
    this.integers = integers;
    this.tensors = List.copyOf(tensors);
    this.values = boundary.graph().values();
  }

  /// Runs `simulation`.
  ///
  /// @param tensors names of graph values to give besides the outputs
  /// @throws io.intaglio.ir.diag.InvalidInput if there is no such value
  public static Results of(
      Boundary boundary, Feed feed, boolean integers, List<String> tensors, Progress progress) {
    demandNameable(boundary, tensors, integers);
    Results results = new Results(boundary, feed.samples(), integers, tensors);
    Set<String> names = new LinkedHashSet<>(boundary.graph().outputs());
    names.addAll(tensors);
    Set<String> kept = new LinkedHashSet<>(tensors);
    if (integers) {
      kept.addAll(boundary.graph().outputs());
    } else {
      boundary.tails().forEach(tail -> results.reals.put(tail.output(), results.realSpace(tail)));
    }
    kept.forEach(name -> results.codes.put(name, results.space(results.values.get(name).shape())));
    Simulation simulation = new Simulation(boundary, feed);
    simulation.run(
        names, progress, (from, count, batch) -> results.take(simulation, from, count, batch));
    return results;
  }

  /// Every tensor asked for must exist, and its array must have a name of its own.
  private static void demandNameable(Boundary boundary, List<String> tensors, boolean integers) {
    Diagnostics diagnostics = new Diagnostics();
    Map<String, Value> values = boundary.graph().values();
    for (String name : tensors) {
      if (!values.containsKey(name)) {
        wrong(diagnostics, "there is no tensor '" + name + "'", "`intaglio inspect` lists them");
      }
      for (Tail tail : boundary.tails()) {
        boolean same = integers && tail.value().equals(name);
        if (tail.output().equals(name) && !same) {
          wrong(
              diagnostics,
              "two arrays would be called '" + name + "', the output's and the tensor's",
              "with --integers outputs are written as codes");
        }
      }
    }
    diagnostics.throwIfErrors();
  }

  private static void wrong(Diagnostics diagnostics, String message, String help) {
    diagnostics.error(Code.USE_OPTION, Origin.NONE, message, help);
  }

  private long[] space(Shape shape) {
    return new long[Math.multiplyExact(shape.size(), samples)];
  }

  private double[] realSpace(Tail tail) {
    return new double[Math.multiplyExact(tail.shape().size(), samples)];
  }

  private void take(Simulation simulation, int from, int count, Map<String, long[]> batch) {
    codes.forEach((name, all) -> copy(batch.get(name), all, from, count));
    if (integers) {
      return;
    }
    List<long[]> outputs = boundary.graph().outputs().stream().map(batch::get).toList();
    List<double[]> decoded = simulation.reals(count, outputs);
    for (int i = 0; i < decoded.size(); i++) {
      double[] all = reals.get(boundary.tails().get(i).output());
      int size = decoded.get(i).length / count;
      System.arraycopy(decoded.get(i), 0, all, from * size, decoded.get(i).length);
    }
  }

  private static void copy(long[] part, long[] all, int from, int count) {
    int size = part.length / count;
    System.arraycopy(part, 0, all, from * size, part.length);
  }

  /// The arrays by name: outputs in the model's order and under its names, then the tensors asked
  /// for. An array has the model's shape of one sample (a tensor: the graph's), with the number of
  /// samples in place of a leading 1 or before it.
  public Map<String, NdArray> arrays() {
    Map<String, NdArray> arrays = new LinkedHashMap<>();
    for (Tail tail : boundary.tails()) {
      arrays.put(tail.output(), integers ? outputCodes(tail) : outputReals(tail));
    }
    for (String name : tensors) {
      Value value = values.get(name);
      Shape shape = value.shape().prepend(samples);
      arrays.putIfAbsent(
          name, NdArray.ofIntegers(shape, elementType(value.type()), codes.get(name)));
    }
    return arrays;
  }

  private NdArray outputCodes(Tail tail) {
    Value value = values.get(tail.value());
    return NdArray.ofIntegers(
        Feed.batched(tail.shape(), samples), elementType(value.type()), codes.get(tail.value()));
  }

  private NdArray outputReals(Tail tail) {
    ElementType type = tail.type() == FloatType.FLOAT64 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    return NdArray.ofReals(Feed.batched(tail.shape(), samples), type, reals.get(tail.output()));
  }

  private static ElementType elementType(IntType type) {
    return ElementType.holding(type.min(), type.max());
  }
}
