package io.intaglio.sim.eval;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Runs a lowered network from real inputs to real outputs: heads as the source runtime computes
/// them, the graph by the [Evaluator], tails as the source runtime computes them.
///
/// Arrays hold `n` samples, one after the other, each row-major in the model's shape without the
/// batch axis.
public final class BoundaryRunner {
  private final Boundary boundary;
  private final Evaluator evaluator;
  private final List<Encoder> encoders;
  private final List<Decoder> decoders;

  /// @param boundary a valid one, as `io.intaglio.ir.verify.Verifier` says
  public BoundaryRunner(Boundary boundary) {
    this.boundary = boundary;
    this.evaluator = new Evaluator(boundary.graph());
    this.encoders =
        IntStream.range(0, boundary.heads().size())
            .mapToObj(
                i ->
                    new Encoder(
                        boundary.heads().get(i), new Domain(boundary.graph().inputs().get(i))))
            .toList();
    this.decoders = boundary.tails().stream().map(Decoder::new).toList();
  }

  /// Runs the integers between heads and tails.
  public Evaluator evaluator() {
    return evaluator;
  }

  /// The codes of each graph input, in order. Codes that are given stay as they are.
  ///
  /// @param inputs one batch a model input, in order
  /// @throws InvalidInput naming input, row, element and datum of what an input does not hold: a
  ///     number that is not finite, off the grid or outside the type, or a code outside the type
  public List<long[]> encode(int n, List<Samples> inputs) {
    if (inputs.size() != encoders.size()) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.DOM_DATA,
              Origin.NONE,
              inputs.size() + " inputs given, the network has " + encoders.size(),
              "give one array for each input, in their order"));
    }
    Diagnostics diagnostics = new Diagnostics();
    List<long[]> codes = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      codes.add(encoders.get(i).encode(n, inputs.get(i), diagnostics));
    }
    diagnostics.throwIfErrors();
    return codes;
  }

  /// The real outputs, in order, of the codes of the graph's outputs. Every number is of its tail's
  /// type.
  public List<double[]> decode(int n, List<long[]> outputs) {
    return IntStream.range(0, decoders.size())
        .mapToObj(i -> decoders.get(i).decode(n, outputs.get(i)))
        .toList();
  }

  /// The real outputs of `n` samples.
  ///
  /// @throws InvalidInput as [#encode]
  public List<double[]> run(int n, List<Samples> inputs) {
    Map<String, long[]> results = evaluator.runBatch(n, encode(n, inputs));
    return decode(n, boundary.graph().outputs().stream().map(results::get).toList());
  }
}
