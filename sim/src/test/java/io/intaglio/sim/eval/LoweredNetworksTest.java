package io.intaglio.sim.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.testing.Property;
import io.intaglio.ir.testing.RandomNetworks;
import io.intaglio.ir.testing.RealReference;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random networks, lowered and evaluated, against the exact meaning of the network.
class LoweredNetworksTest {
  private static final int TRIES = 600;
  private static final int SAMPLES = 6;
  private static final Set<Code> REFUSALS =
      EnumSet.of(Code.LOW_NOT_INTEGER, Code.LOW_NO_EXACT_FORM, Code.LOW_TOO_WIDE);

  private int compared;

  @Test
  void aLoweredNetworkGivesExactlyWhatTheNetworkMeans() {
    Property.forAll(1, TRIES, RandomNetworks::make, RandomNetworks::shrink, this::compare);

    assertThat(compared).as("networks that were lowered").isGreaterThan(TRIES / 2);
  }

  private void compare(Network network) {
    Certified lowered;
    try {
      lowered = Lowering.lower(network, LoweringOptions.none());
    } catch (InvalidInput refused) {
      assertThat(refused.diagnostics()).extracting(Diagnostic::code).isSubsetOf(REFUSALS);
      return;
    }
    Boundary boundary = lowered.boundary();
    assertThat(Verifier.check(network)).isEmpty();
    assertThat(Verifier.check(boundary)).isEmpty();
    assertThat(CertificateChecker.check(lowered)).isEmpty();
    SplittableRandom random = new SplittableRandom(7);
    for (int sample = 0; sample < SAMPLES; sample++) {
      compare(network, boundary, inputs(network, random));
    }
    compared++;
  }

  private static Map<String, Surd[]> inputs(Network network, SplittableRandom random) {
    Map<String, Surd[]> inputs = new LinkedHashMap<>();
    for (NetInput input : network.inputs()) {
      InputFormat.Element format = input.format().orElseThrow().elements().get(0);
      Surd[] all = new Surd[input.shape().size()];
      for (int i = 0; i < all.length; i++) {
        long code =
            format.bipolar()
                ? 2 * random.nextInt(2) - 1
                : random.nextLong(format.type().min(), format.type().max() + 1);
        all[i] = Surd.of(Rational.of(code).multiply(format.step()));
      }
      inputs.put(input.name(), all);
    }
    return inputs;
  }

  private static void compare(Network network, Boundary boundary, Map<String, Surd[]> inputs) {
    List<Surd[]> expected;
    try {
      expected = RealReference.outputs(network, inputs);
    } catch (ArithmeticException differentRoots) {
      return;
    }
    FixedGraph graph = boundary.graph();
    List<long[]> codes = new ArrayList<>();
    boundary.heads().forEach(h -> codes.add(ExactBorder.encode(h, inputs.get(h.input()))));
    List<long[]> outputs = new Evaluator(graph).run(codes);
    for (int o = 0; o < expected.size(); o++) {
      Surd[] decoded = ExactBorder.decode(boundary.tails().get(o), outputs.get(o));
      assertThat(decoded)
          .as("output %s of %s", network.outputs().get(o), graph.nodes())
          .usingElementComparator((a, b) -> a.compareTo(b))
          .containsExactly(expected.get(o));
    }
  }

  @Test
  void rangesAreTheNarrowestTypesOfTheirValues() {
    Property.forAll(
        5000,
        100,
        RandomNetworks::make,
        RandomNetworks::shrink,
        network -> {
          try {
            FixedGraph graph = Lowering.lower(network, LoweringOptions.none()).boundary().graph();
            graph.nodes().stream()
                .map(node -> node.result())
                .forEach(v -> assertThat(v.type()).isEqualTo(narrowest(v)));
          } catch (InvalidInput refused) {
            assertThat(refused.diagnostics()).extracting(Diagnostic::code).isSubsetOf(REFUSALS);
          }
        });
  }

  private static IntType narrowest(Value value) {
    return value.range().type();
  }
}
