package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Survival;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.verify.Verifier;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Damaged files import to a valid network or end with a diagnostic, soon and without exhausting
/// memory.
class TfliteMutationTest {
  private static final List<String> OPERATORS =
      List.of(
          "add_0",
          "sub_1",
          "mul_0",
          "quantize_i8",
          "quantize_f32",
          "avgpool_same3",
          "mean",
          "conv_relu6_0",
          "dwconv_1",
          "fc_1",
          "transpose_conv");

  private final Survival survival = new Survival("TFLite");

  @Test
  void mutatedFilesImportToValidNetworksOrAreRefused() throws IOException {
    List<String> files =
        List.of(
            "ad01_int8",
            "kws_ref_model",
            "pretrainedResnet_quant",
            "str_ww_ref_model",
            "vww_96_int8");
    for (int seed = 0; seed < 600 * Survival.TIMES; seed++) {
      // Every other one is of the network that imports when it is whole.
      String file = files.get(seed % 2 == 0 ? 0 : 1 + seed / 2 % 4);
      byte[] mutated =
          mutate(SharedTflite.bytes("tflite/" + file + ".tflite"), new SplittableRandom(seed));
      survives(mutated, file + " seed " + seed);
    }
    survival.report();
    assertThat(survival.imported()).isGreaterThan(50);
    assertThat(survival.refused()).isGreaterThan(200);
  }

  @Test
  void mutatedSmallFilesImportToValidNetworksOrAreRefused() {
    byte[] whole = TfliteModels.bytes(TfliteModels.layer());
    byte[] sparse = TfliteModels.bytes(SparseWeightsTest.densified());
    for (int seed = 0; seed < 5000 * Survival.TIMES; seed++) {
      survives(mutate(whole, new SplittableRandom(seed)), "small, seed " + seed);
      survives(mutate(sparse, new SplittableRandom(seed)), "sparse, seed " + seed);
    }
    survival.report();
  }

  @Test
  void mutatedOperatorsImportAndLowerOrAreRefused() throws IOException {
    int lowered = 0;
    for (String operator : OPERATORS) {
      byte[] whole = SharedTflite.singleOperator(operator + ".model");
      for (int seed = 0; seed < 60 * Survival.TIMES; seed++) {
        byte[] mutated = mutate(TfliteGoldenTest.withBatchOfOne(whole), new SplittableRandom(seed));
        lowered += lowers(mutated, operator + ", seed " + seed) ? 1 : 0;
      }
    }
    assertThat(lowered).isGreaterThan(50);
  }

  private static boolean lowers(byte[] content, String what) {
    for (String profile : List.of("tflm", "tflite-xnnpack")) {
      try {
        Network network = TfliteImporter.read(content, "m.tflite", new ImportOptions(profile));
        assertThat(Verifier.check(network)).as(what).isEmpty();
        Lowering.lower(network, LoweringOptions.none());
      } catch (InvalidInput e) {
        assertThat(e.diagnostics()).as(what).isNotEmpty();
        return false;
      } catch (RuntimeException e) {
        throw new AssertionError(what + " under " + profile, e);
      }
    }
    return true;
  }

  private void survives(byte[] content, String what) {
    survival.of(what, () -> TfliteImporter.read(content, "m.tflite", ImportOptions.DEFAULT));
  }

  /// A few bytes or words changed near the ends, where the tables are, or anywhere; or cut short.
  private static byte[] mutate(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    if (random.nextInt(10) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    int changes = 1 << random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int reach = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 12_000);
      int at = random.nextInt(reach);
      at = random.nextBoolean() ? at : bytes.length - 1 - at;
      int[] words = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt()};
      int word = words[random.nextInt(words.length)];
      int width = random.nextBoolean() ? 1 : 4;
      for (int b = 0; b < width && at + b < bytes.length; b++) {
        bytes[at + b] = (byte) (word >> (8 * b));
      }
    }
    return bytes;
  }
}
