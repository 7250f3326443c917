package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.golden.SharedModels;
import io.intaglio.cli.tool.Tool;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whole networks as Verilog, each handshake, under both simulators, with and without stalls: not
/// one bit and not one cycle differs.
class WholeNetworkRtlTest {
  private static final int VECTORS = 10_000;
  private static final int JET_ROWS = 1800;
  private static final int JET_FEATURES = 16;
  private static final String JETS = "golden/qonnx_jettagging.in.f32";

  @TempDir Path folder;

  @BeforeAll
  static void simulatorsExist() {
    ExternalTools.need(Tool.VERILATOR, Tool.GXX, Tool.ICARUS);
  }

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void theEncoderIsExact(Handshake handshake) throws IOException {
    Certified network = BuiltDesign.lower(BuiltDesign.encoder(), "u8/1");
    long[] codes =
        ArrayFiles.readNpy(BuiltDesign.encoder().resolveSibling("showers.npy")).integers();
    assertExact(BuiltDesign.of(network, handshake, folder), rows(codes, 48));
  }

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void jetTaggingIsExact(Handshake handshake) throws IOException {
    Certified network =
        BuiltDesign.lower(SharedModels.file("qonnx/qkeras_jettagging.onnx"), "s16/2^-10");
    assertExact(BuiltDesign.of(network, handshake, folder), jets(network));
  }

  /// A network of HGQ: every element has a format of its own, values wrap, and most of the first
  /// layer is pruned, which leaves few steps to find.
  @Test
  void jetsOfHgqAreExact() throws IOException {
    Certified network =
        BuiltDesign.lower(SharedModels.file("keras/hgq_jet_classifier.h5"), LoweringOptions.none());
    float[] all = SharedModels.floats(JETS);
    assertExact(
        BuiltDesign.of(network, Handshake.VALID_READY, folder),
        encoded(network, all.length / JET_FEATURES, all),
        5);
  }

  private static void assertExact(BuiltDesign design, List<List<long[]>> data) {
    assertExact(design, data, 100);
  }

  /// @param ties the least number of vectors that the search must have brought to a rounding step
  private static void assertExact(BuiltDesign design, List<List<long[]>> data, int ties) {
    Verification result = design.verify(VerifyOptions.of(VECTORS, 1).withData(data));
    assertThat(result.failures()).isEmpty();
    assertThat(result.passed()).isTrue();
    assertThat(result.results()).hasSize(2);
    assertThat(result.vectors().ties()).isGreaterThanOrEqualTo(ties);
    assertThat(result.vectors().data()).isEqualTo(data.size());
    int traffic = design.datapath().handshake() == Handshake.NONE ? 1 : 2;
    for (SimulatorResult simulator : result.results()) {
      assertThat(simulator.runs()).hasSize(traffic);
      for (RunResult run : simulator.runs()) {
        assertThat(run.vectors()).isGreaterThanOrEqualTo(VECTORS);
        assertThat(run.mismatchingBits()).isZero();
        assertThat(run.wrongCycles()).isZero();
      }
    }
  }

  /// The rows of the published data that the input's format holds.
  private static List<List<long[]>> jets(Certified network) {
    float[] all = SharedModels.floats(JETS);
    List<float[]> held = new ArrayList<>();
    for (int row = 0; row < JET_ROWS; row++) {
      float[] jet = Arrays.copyOfRange(all, row * JET_FEATURES, (row + 1) * JET_FEATURES);
      if (IntStream.range(0, jet.length).allMatch(i -> jet[i] >= -32 && jet[i] < 32)) {
        held.add(jet);
      }
    }
    float[] reals = new float[held.size() * JET_FEATURES];
    for (int row = 0; row < held.size(); row++) {
      System.arraycopy(held.get(row), 0, reals, row * JET_FEATURES, JET_FEATURES);
    }
    return encoded(network, held.size(), reals);
  }

  private static List<List<long[]>> encoded(Certified network, int rows, float[] reals) {
    BoundaryRunner runner = new BoundaryRunner(network.boundary());
    return rows(runner.encode(rows, List.of(Samples.reals(reals))).getFirst(), JET_FEATURES);
  }

  private static List<List<long[]>> rows(long[] codes, int size) {
    List<List<long[]>> rows = new ArrayList<>();
    for (int from = 0; from < codes.length; from += size) {
      rows.add(List.of(Arrays.copyOfRange(codes, from, from + size)));
    }
    return rows;
  }
}
