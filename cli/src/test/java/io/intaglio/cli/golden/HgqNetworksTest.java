package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.array.NdArray;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.sim.eval.Samples;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowingConsumer;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Small trigger networks in HGQ2 against what HGQ2 computed, every number. They are made by
/// `bench/hgq2_goldens.py`: nothing is trained, formats differ from element to element, inputs
/// reach ties and wrap.
class HgqNetworksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "larger_jet_tagger",
        "mlp_mixer",
        "deep_sets",
        "kernels_of_particles",
        "merges",
        "pools",
        "tables",
        "attention",
        "rounding_modes",
        "operations",
        "plain_layers"
      })
  void everyNumberIsHgq2s(String name) {
    ProvenNetwork net =
        ProvenNetwork.of(
            Importer.read(resource(name + ".keras"), ImportOptions.DEFAULT),
            LoweringOptions.none());
    Map<String, NdArray> golden = ArrayFiles.readNpz(resource(name + ".npz"));
    NdArray in = golden.get("in");
    int fraction = (int) golden.get("fraction").integers()[0];
    double[] expected =
        Arrays.stream(golden.get("out").integers())
            .mapToDouble(code -> Math.scalb((double) code, -fraction))
            .toArray();

    double[] found = net.reals(in.shape().dim(0), Samples.reals(in.reals()));

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void theyAreReadUnderTheProfileOfHgq() {
    assertThat(Importer.read(resource("deep_sets.keras"), ImportOptions.DEFAULT).profile())
        .isEqualTo("hgq");
  }

  @Test
  void whatHasNoIntegerFormIsRefusedAllAtOnceEachWithItsRemedy() {
    assertThatThrownBy(() -> Importer.read(resource("refused.keras"), ImportOptions.DEFAULT))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            e ->
                assertThat(e.diagnostics())
                    .extracting(Diagnostic::message, Diagnostic::help)
                    .satisfiesExactlyInAnyOrder(
                        says("MultiHeadAttention takes a softmax of unquantized reals", "QSoftmax"),
                        says("GRU is recurrent", "unroll"),
                        says("LSTM is recurrent", "unroll"),
                        says("QGRU is recurrent", "unroll"),
                        says("QSimpleRNN is recurrent", "unroll"),
                        says("QDenseT is a table", "QUnaryFunctionLUT"),
                        says("Lambda is code", "keras.ops")));
  }

  private static ThrowingConsumer<Tuple> says(String message, String help) {
    return found -> {
      assertThat(found.toList().get(0).toString()).contains("class " + message);
      assertThat(found.toList().get(1).toString()).contains(help);
    };
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(HgqNetworksTest.class.getResource("hgq2/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
