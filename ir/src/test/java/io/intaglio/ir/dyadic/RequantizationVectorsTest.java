package io.intaglio.ir.dyadic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.intaglio.ir.op.Ref;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.rule.TfliteMultiply;
import io.intaglio.ir.rule.TfliteMultiply.Variant;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The runtimes' requantizations against published vectors, and the search on the same rules.
class RequantizationVectorsTest {
  private static final Pattern RECORD = Pattern.compile("\\{(\"[^{}]*)\\}");
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (-?[0-9.eE+-]+)");

  private static Path data(String file) {
    String models = System.getenv("INTAGLIO_MODELS");
    Path shared =
        models != null
            ? Path.of(models).resolveSibling("data")
            : Path.of(System.getProperty("intaglio.root"), "..", "shared", "data");
    return shared.resolve("requant").resolve(file);
  }

  private static List<Map<String, Double>> vectors(String file) throws IOException {
    assumeTrue(Files.isRegularFile(data(file)), () -> "no shared data: " + file);
    String text = Files.readString(data(file));
    List<Map<String, Double>> all = new ArrayList<>();
    Matcher records = RECORD.matcher(text.substring(text.indexOf('[')));
    while (records.find()) {
      Map<String, Double> fields = new LinkedHashMap<>();
      Matcher field = FIELD.matcher(records.group(1));
      while (field.find()) {
        fields.put(field.group(1), Double.valueOf(field.group(2)));
      }
      all.add(fields);
    }
    return all;
  }

  @Test
  void tfliteMultipliersGiveThePublishedValues() throws IOException {
    List<Map<String, Double>> all = vectors("tflite_mbqm_vectors.json");
    assertThat(all).hasSize(400);
    Map<String, Variant> variants =
        Map.of(
            "double_ref", Variant.DOUBLE,
            "double_neon", Variant.DOUBLE_NEON,
            "single", Variant.SINGLE);
    for (Map<String, Double> v : all) {
      variants.forEach(
          (name, variant) ->
              assertThat(rule(v, variant).multiply(v.get("x").longValue()))
                  .as("%s of %s", name, v)
                  .isEqualTo(v.get(name).longValue()));
    }
  }

  private static TfliteMultiply rule(Map<String, Double> v, Variant variant) {
    return new TfliteMultiply(
        variant, v.get("multiplier").intValue(), v.get("shift").intValue(), 3, -128, 127);
  }

  @Test
  void float32MultipliesGiveThePublishedValues() throws IOException {
    List<Map<String, Double>> all = vectors("ort_requant_vectors.json");
    assertThat(all).hasSize(300);
    for (Map<String, Double> v : all) {
      assertThat(float32(v).apply(v.get("acc").longValue()))
          .as("%s", v)
          .isEqualTo(v.get("y_int8").longValue());
    }
  }

  private static Float32Multiply float32(Map<String, Double> v) {
    double scale = Math.scalb(v.get("scale_b"), -v.get("scale_c").intValue());
    assertThat((double) (float) scale).isEqualTo(scale);
    return new Float32Multiply((float) scale, v.get("zp").longValue(), -128, 127);
  }

  @Test
  void theSearchIsExactOnTheSameRules() throws IOException {
    for (Map<String, Double> v : vectors("tflite_mbqm_vectors.json")) {
      long reach = Math.min(Math.abs(v.get("x").longValue()) + 300, 1L << 20);
      for (Variant variant : Variant.values()) {
        // Wider inputs overflow the runtime's own left shift.
        if (v.get("shift") <= 0) {
          assertExact(rule(v, variant), reach);
        }
      }
    }
    for (Map<String, Double> v : vectors("ort_requant_vectors.json")) {
      assertExact(float32(v), Math.abs(v.get("acc").longValue()) + 300);
    }
  }

  private static void assertExact(SourceRule rule, long reach) {
    Found found =
        RescaleSearch.search(
            new RescaleRequest(
                new Ref("x"),
                Range.uniform(-reach, reach),
                Shape.SCALAR,
                "y",
                Shape.SCALAR,
                List.of(rule),
                IntType.signed(8)));
    found
        .certificate()
        .channels()
        .get(0)
        .steps()
        .forEach(
            step -> {
              for (long x = step.at() - 2; x <= Math.min(step.at() + 2, reach); x++) {
                assertThat(Formula.apply(found.op(), Shape.SCALAR, 0, Math.max(x, -reach)))
                    .as("%s at %d", rule, x)
                    .isEqualTo(rule.apply(Math.max(x, -reach)));
              }
            });
  }
}
