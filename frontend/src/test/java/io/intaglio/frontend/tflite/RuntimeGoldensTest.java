package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Evaluator;
import io.intaglio.sim.eval.Samples;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every integer of the runtimes' own outputs, for every operator, on ties and extremes.
class RuntimeGoldensTest {
  /// What is refused although the runtime computes something.
  private record Refusal(String cases, Profile profile, String message) {}

  /// Whose places between two elements are no multiples of 1/128.
  private static final String UNEVEN = "uint8_resize_bilinear_(00_[01]|10_2|01_[01])";

  /// Whose squares tie where the zero point is odd.
  private static final String SQUARES = "corners_square_ties_odd|default_mul_twice_ties";

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal("sum_.*", Profile.REFERENCE, "takes every code for one of uint8"),
          new Refusal("words_sum_.*", Profile.REFERENCE, "takes every code for one of uint8"),
          new Refusal("words_sum_.*", Profile.XNNPACK, "sums in float32 with ties away"),
          // What these make of 32-bit biases read as 64-bit ones is not even the same every time.
          new Refusal("words_(conv|dense|transpose).*_short_(one|each)", Profile.REFERENCE, "bias"),
          new Refusal("words_(conv|dense|transpose).*_short_(one|each)", Profile.XNNPACK, "bias"),
          new Refusal("words_(transpose|depthwise).*_short_.*", Profile.TFLM, "demands 64 bits"),
          new Refusal("words_.*_int4", Profile.TFLM, "does not unpack them"),
          new Refusal("words_depthwise.*_int4", Profile.REFERENCE, "does not unpack them"),
          new Refusal("words_depthwise.*_int4", Profile.XNNPACK, "does not unpack them"),
          new Refusal("words_conv_.*_short_stated_.*", Profile.XNNPACK, "differently on each"),
          new Refusal(
              "words_dense_.*_(none|short_stated)_.*", Profile.XNNPACK, "differently on each"),
          new Refusal("corners_gaps_.*", Profile.XNNPACK, "on each machine"),
          new Refusal(SQUARES, Profile.XNNPACK, "squares or multiplies"),
          new Refusal("batch_matmul_offset.*", Profile.XNNPACK, "differently on each machine"),
          new Refusal("default_transpose_conv_sparse", Profile.XNNPACK, "on each machine"),
          new Refusal("default_(add|sub|mul)_high_(at|over).*", Profile.XNNPACK, "wraps"),
          new Refusal("default_requantize_low_under", Profile.XNNPACK, "rounds ties up twice"),
          new Refusal("default_mean_axis", Profile.XNNPACK, "which XNNPACK does not take"),
          new Refusal("default_dense_int4_odd", Profile.XNNPACK, "on each machine"),
          new Refusal("(conv|depthwise).*_int4", Profile.XNNPACK, "differently on each machine"),
          new Refusal(UNEVEN, Profile.TFLM, "interpolates it in float32"),
          new Refusal(UNEVEN, Profile.REFERENCE, "interpolates it in float32"));

  static Stream<Arguments> bytes() {
    return cases("operators.npz");
  }

  static Stream<Arguments> legacy() {
    return cases("uint8.npz");
  }

  static Stream<Arguments> delegation() {
    return cases("delegation.npz").filter(pair -> pair.get()[1] == Profile.XNNPACK);
  }

  static Stream<Arguments> words() {
    return cases("words.npz");
  }

  static Stream<Arguments> corners() {
    return cases("corners.npz");
  }

  private static Stream<Arguments> cases(String file) {
    return RuntimeGoldens.read(file).stream()
        .flatMap(
            golden ->
                Stream.of(Profile.TFLM, Profile.REFERENCE, Profile.XNNPACK)
                    .map(profile -> Arguments.of(golden, profile)));
  }

  @ParameterizedTest
  @MethodSource({"bytes", "legacy", "words", "delegation", "corners"})
  void everyProfileEqualsItsRuntime(RuntimeGoldens.Case golden, Profile profile) {
    Optional<Refusal> refusal =
        REFUSALS.stream()
            .filter(known -> known.profile() == profile && golden.name().matches(known.cases()))
            .findFirst();
    if (refusal.isPresent() || golden.refusing().contains(profile.id())) {
      ImportOptions options = new ImportOptions(profile.id());
      assertThatThrownBy(() -> TfliteImporter.read(golden.model(), golden.name(), options))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining(refusal.map(Refusal::message).orElse(""));
      return;
    }
    Certified certified = GoldenRun.lower(golden.model(), golden.name(), profile);
    FixedGraph graph = certified.boundary().graph();
    int samples = golden.inputs().get(0).length / graph.inputs().get(0).shape().size();
    Map<String, long[]> found =
        new Evaluator(graph).runBatch(samples, codes(certified, golden, samples));
    List<long[]> expected = golden.outputs().get(profile.id());
    assertThat(graph.outputs()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      TfliteGoldenTest.assertEqual(found.get(graph.outputs().get(i)), expected.get(i));
    }
  }

  /// The inputs' codes, of float32 numbers where the golden holds the bits of such.
  private static List<long[]> codes(Certified certified, RuntimeGoldens.Case golden, int samples) {
    if (!golden.name().contains("from_reals")) {
      return golden.inputs();
    }
    double[] reals =
        Arrays.stream(golden.inputs().get(0))
            .mapToDouble(bits -> Float.intBitsToFloat((int) bits))
            .toArray();
    return new BoundaryRunner(certified.boundary()).encode(samples, List.of(Samples.reals(reals)));
  }
}
