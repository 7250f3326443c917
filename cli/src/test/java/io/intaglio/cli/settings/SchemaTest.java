package io.intaglio.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an editor accepts by the schema, the reader accepts, and nothing else.
class SchemaTest {
  private static final BigDecimal STEP = new BigDecimal("0.001");

  @TempDir Path folder;

  private JsonNode schema;

  @BeforeEach
  void readSchema() throws IOException {
    try (InputStream in =
        SettingsReader.class.getResourceAsStream("/io/intaglio/cli/" + SettingsWriter.SCHEMA)) {
      schema = JsonMapper.shared().readTree(in.readAllBytes());
    }
  }

  private List<String> refusals(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("intaglio.yaml"), yaml);
    InvalidInput refused =
        catchThrowableOfType(InvalidInput.class, () -> SettingsReader.read(file));
    return refused == null
        ? List.of()
        : refused.diagnostics().stream().map(Diagnostic::message).toList();
  }

  @Test
  void bothKnowTheSameKeys() throws IOException {
    Set<String> written = new TreeSet<>();
    Matcher keys =
        Pattern.compile("(?m)^([a-z-]+):")
            .matcher(SettingsWriter.write(Settings.DEFAULT, "qonnx", List.of()));
    while (keys.find()) {
      written.add(keys.group(1));
    }

    assertThat(schema.get("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(written);
    for (String key : schema.get("properties").propertyNames()) {
      assertThat(refusals(key + ": [[]]")).singleElement().asString().isNotBlank();
      assertThat(refusals(key + ": [[]]").getFirst()).doesNotContain("is no setting");
    }
    assertThat(schema.get("additionalProperties").booleanValue()).isFalse();
    assertThat(refusals("pipeline: 1")).containsExactly("'pipeline' is no setting");
  }

  @Test
  void bothKnowTheSameChoices() throws IOException {
    int choices = 0;
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      if (property.getValue().has("enum")) {
        same(property.getKey() + ": %s", property.getValue().get("enum"));
        choices++;
      }
    }
    assertThat(choices).isEqualTo(3);
    JsonNode layer = schema.at("/properties/layers/additionalProperties");
    same("layers: {a: {strategy: %s}}", layer.at("/properties/strategy/enum"));
    assertThat(layer.get("properties").propertyNames()).containsExactly("strategy");
  }

  private void same(String yaml, JsonNode choices) throws IOException {
    List<String> names = new ArrayList<>();
    choices.forEach(choice -> names.add(choice.stringValue()));
    for (String name : names) {
      assertThat(refusals(yaml.replace("%s", "\"" + name + "\""))).isEmpty();
    }
    assertThat(refusals(yaml.replace("%s", "nosuch")))
        .singleElement()
        .asString()
        .endsWith("; allowed are " + String.join(", ", names).replaceFirst("^,", "'' (empty),"));
  }

  @Test
  void bothBoundTheClockAlike() throws IOException {
    BigDecimal least = schema.at("/properties/clock/minimum").decimalValue();
    BigDecimal greatest = schema.at("/properties/clock/maximum").decimalValue();

    assertThat(least).isEqualByComparingTo("0.01");
    assertThat(greatest).isEqualByComparingTo("10000");
    assertThat(refusals("clock: " + least.toPlainString())).isEmpty();
    assertThat(refusals("clock: " + greatest.toPlainString())).isEmpty();
    assertThat(refusals("clock: " + least.subtract(STEP).toPlainString())).hasSize(1);
    assertThat(refusals("clock: " + greatest.add(STEP).toPlainString())).hasSize(1);
  }

  @Test
  void bothTakeTheSameFlagsAndTexts() throws IOException {
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      String type = property.getValue().path("type").asString("");
      boolean flag = type.equals("boolean");
      boolean text = type.equals("string");
      if (flag || text) {
        assertThat(refusals(property.getKey() + ": true").isEmpty()).isEqualTo(flag);
        assertThat(refusals(property.getKey() + ": a").isEmpty()).isEqualTo(text);
      }
    }
  }
}
