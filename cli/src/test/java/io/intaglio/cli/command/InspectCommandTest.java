package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.ChildCommand;
import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.OnnxFile;
import io.intaglio.cli.TestModels;
import io.intaglio.cli.golden.SharedModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectCommandTest {
  @TempDir Path folder;

  private static JsonNode json(Path model) {
    return JsonMapper.shared()
        .readTree(Invocation.of("inspect", model, "--json").succeeded().out());
  }

  private static JsonNode layer(JsonNode inspection, String name) {
    for (JsonNode layer : inspection.get("layers")) {
      if (layer.get("name").stringValue().equals(name)) {
        return layer;
      }
    }
    throw new AssertionError("no layer " + name);
  }

  @Test
  void theTableTellsTheSizeOfAScaleWhoseFractionIsLong() {
    Path model =
        new OnnxFile()
            .input("x", 1, 4)
            .quantized("q", "x", 0.1, 5)
            .constant("w", List.of(4, 1), 1, 2, 3, 4)
            .quantized("k", "w", 0.3, 5)
            .node("MatMul", "y", "q", "k")
            .output("y")
            .write(folder.resolve("product.onnx"));

    JsonNode product = json(model).get("layers").get(0);
    String table = Invocation.of("inspect", model).succeeded().out();

    // fl32(0.1)·fl32(0.3)
    assertThat(product.get("scale").stringValue()).isEqualTo("67553998101545*2^-51");
    assertThat(table).containsPattern("Dense +\\[1] .* ~0\\.030000 ");
  }

  @Test
  void theJsonHasItsFields() {
    JsonNode all = json(TestModels.encoder(folder));

    assertThat(all.propertyNames())
        .containsExactly("model", "sha256", "profile", "inputs", "outputs", "layers", "totals");
    assertThat(all.get("model").stringValue()).isEqualTo("encoder.onnx");
    assertThat(all.get("sha256").stringValue()).matches("[0-9a-f]{64}");
    assertThat(all.get("profile").stringValue()).isEqualTo("qonnx");
    assertThat(all.get("inputs").get(0).propertyNames())
        .containsExactly("name", "shape", "type", "scale", "software");
    assertThat(all.get("inputs").get(0).toString())
        .isEqualTo(
            "{\"name\":\"cells\",\"shape\":[1,48],\"type\":\"u8\",\"scale\":\"2^-7\",\"software\":[]}");
    assertThat(all.get("layers").get(0).propertyNames())
        .containsExactly(
            "name",
            "operator",
            "operands",
            "shape",
            "type",
            "min",
            "max",
            "scale",
            "multiplyAccumulates",
            "parameters",
            "zeroWeights",
            "sourceMultiplierBits",
            "multiplierBits",
            "thresholds",
            "origin");
  }

  @Test
  void theJsonCountsWhatTheEncoderCosts() {
    JsonNode all = json(TestModels.encoder(folder));

    JsonNode conv = layer(all, "conv");
    assertThat(conv.get("operator").stringValue()).isEqualTo("Conv2d");
    assertThat(conv.get("multiplyAccumulates").longValue()).isEqualTo(4 * 4 * 8 * 3 * 3);
    assertThat(conv.get("parameters").longValue()).isEqualTo(8 * 3 * 3 + 8);
    JsonNode dense = layer(all, "dense.product");
    assertThat(dense.get("multiplyAccumulates").longValue()).isEqualTo(16 * 128);
    JsonNode latents = layer(all, "latents");
    assertThat(latents.get("sourceMultiplierBits").intValue()).isEqualTo(24);
    assertThat(latents.get("multiplierBits").intValue()).isBetween(1, 23);
    assertThat(latents.get("thresholds").isNull()).isTrue();
    long sum = 0;
    for (JsonNode layer : all.get("layers")) {
      sum += layer.get("multiplyAccumulates").longValue();
    }
    assertThat(all.get("totals").get("multiplyAccumulates").longValue()).isEqualTo(sum);
  }

  @Test
  void aLoweredGraphIsInspectedAsItsModel() {
    Path model = TestModels.encoder(folder);
    Path graph = folder.resolve("encoder.fx");
    Invocation.of("lower", model, "-o", graph).succeeded();

    assertThat(json(graph).get("layers")).isEqualTo(json(model).get("layers"));
    assertThat(json(graph).get("profile").stringValue()).isEqualTo("as lowered");
  }

  @Test
  void theTableHasARowForEveryLayer() {
    Path model = TestModels.encoder(folder);
    String table = Invocation.of("inspect", model).succeeded().out();

    List<String> rows = new ArrayList<>();
    json(model).get("layers").forEach(layer -> rows.add(layer.get("name").stringValue() + " "));
    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(table).contains(rows.toArray(String[]::new));
    assertThat(table.lines().toList()).contains("input  cells [1, 48] u8, one code is 2^-7");
  }

  /// Libraries may write to the error stream of the process, which no run in this one sees.
  @Test
  void ofAKerasModelSaysNothingOnTheErrorStream() throws Exception {
    Path model = SharedModels.file("keras/cases/qact_bits1.h5");

    ChildCommand child =
        ChildCommand.run(List.of("--enable-native-access=ALL-UNNAMED"), "inspect", model);

    assertThat(child.err()).isEmpty();
    assertThat(child.status()).isEqualTo(Main.OK);
    assertThat(child.out()).contains("qact_bits1.h5");
  }
}
