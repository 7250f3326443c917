package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.verify.Verifier;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Samples;
import java.util.List;

/// A model file lowered, verified and proven: every rescale and threshold has a certificate that
/// the checker accepts.
final class ProvenNetwork {
  private final Boundary boundary;
  private final BoundaryRunner runner;

  private ProvenNetwork(Boundary boundary) {
    this.boundary = boundary;
    this.runner = new BoundaryRunner(boundary);
  }

  static ProvenNetwork of(String model) {
    return of(model, LoweringOptions.none());
  }

  static ProvenNetwork under(String profile, String model) {
    return of(model, new ImportOptions(profile), LoweringOptions.none());
  }

  static ProvenNetwork of(String model, String inputFormat) {
    return of(model, LoweringOptions.of(InputFormat.parse(inputFormat)));
  }

  private static ProvenNetwork of(String model, LoweringOptions options) {
    return of(model, ImportOptions.DEFAULT, options);
  }

  private static ProvenNetwork of(String model, ImportOptions profile, LoweringOptions options) {
    return of(Importer.read(SharedModels.file(model), profile), options);
  }

  static ProvenNetwork of(Network network, LoweringOptions options) {
    Certified lowered = Lowering.lower(network, options);
    assertThat(Verifier.check(lowered.boundary())).isEmpty();
    assertThat(CertificateChecker.check(lowered)).isEmpty();
    assertThat(lowered.certificates())
        .hasSize(
            (int)
                lowered.boundary().graph().nodes().stream()
                    .filter(n -> n.op() instanceof Rescale || n.op() instanceof Threshold)
                    .count());
    return new ProvenNetwork(lowered.boundary());
  }

  Boundary boundary() {
    return boundary;
  }

  long[] encode(int n, Samples samples) {
    return runner.encode(n, List.of(samples)).get(0);
  }

  /// The codes of a value of the graph.
  long[] codes(int n, Samples samples, String value) {
    List<long[]> inputs = runner.encode(n, List.of(samples));
    return runner.evaluator().runBatch(n, inputs, List.of(value)).get(value);
  }

  /// The codes of the one output, before its tail.
  long[] codes(int n, Samples samples) {
    return codes(n, samples, boundary.graph().outputs().get(0));
  }

  /// The real numbers of the one output before its softmax, if it has one.
  double[] logits(int n, Samples samples) {
    Tail tail = boundary.tails().get(0);
    List<FloatStep> before =
        tail.steps().stream().filter(step -> !(step instanceof FloatStep.Softmax)).toList();
    Tail cut =
        new Tail(
            tail.output(),
            tail.value(),
            tail.shape(),
            tail.type(),
            tail.scale(),
            tail.zeroPoint(),
            before);
    Boundary all =
        new Boundary(boundary.source(), boundary.heads(), boundary.graph(), List.of(cut));
    return new BoundaryRunner(all).run(n, List.of(samples)).get(0);
  }

  /// The real numbers of the one output.
  double[] reals(int n, Samples samples) {
    return runner.run(n, List.of(samples)).get(0);
  }
}
