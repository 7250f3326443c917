package io.intaglio.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
  @TempDir Path folder;

  private Settings read(String yaml) throws IOException {
    return SettingsReader.read(Files.writeString(folder.resolve("intaglio.yaml"), yaml));
  }

  private List<Diagnostic> refusals(String yaml) {
    InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> read(yaml));
    assertThat(refused).as(yaml).isNotNull();
    assertThat(refused.diagnostics()).extracting(Diagnostic::code).containsOnly(Code.USE_OPTION);
    return refused.diagnostics();
  }

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("a \"b\"\\: {c} # d\u0085\ue000é", "s16/2^-10");
    inputs.put("*", "u8/1,s4/2^-2,bipolar");
    inputs.put("no", "bipolar");
    Settings settings =
        new Settings(
            "m\n: \"x\".onnx",
            "../w \"1\".h5",
            "qonnx",
            inputs,
            true,
            new BigDecimal("3.125"),
            "asic",
            Handshake.VALID_READY,
            Map.of("*", "parallel", "conv: 1", "parallel"));

    assertThat(read(SettingsWriter.write(settings, "x\ny", List.of("a\nb", "c"))))
        .isEqualTo(settings);
  }

  @Test
  void anEmptyMappingIsTheDefault() throws IOException {
    assertThat(read("{}")).isEqualTo(Settings.DEFAULT);
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    List<Diagnostic> found =
        refusals(
            """
            clok: 5
            model: [1]
            saturate: 1
            handshake: axi
            delay-model: true
            inputs: [x]
            layers: {conv: {strategy: serial}, dense: parallel}
            """);

    assertThat(found)
        .extracting(Diagnostic::message)
        .satisfiesExactly(
            m -> assertThat(m).startsWith("'clok' is no setting"),
            m -> assertThat(m).startsWith("'model' must be a text"),
            m -> assertThat(m).startsWith("'saturate' must be true or false"),
            m -> assertThat(m).contains("'axi'", "none, valid, valid-ready"),
            m -> assertThat(m).contains("'true'", "fpga, asic"),
            m -> assertThat(m).startsWith("'inputs' must be a mapping"),
            m -> assertThat(m).contains("'layers.conv.strategy'", "'serial'"),
            m -> assertThat(m).contains("'layers.dense'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "- a",
        "clock: 5\nclock: 6",
        "a: [",
        "\u0000",
        "a: &a [*a, *a]",
        "!!java.net.URL x",
        "? {a: b} : c"
      })
  void whatIsNoSettingsFileIsRefused(String yaml) {
    assertThat(refusals(yaml)).isNotEmpty();
  }

  @Test
  void settingsThatUnfoldWithoutEndAreRefused() {
    StringBuilder yaml = new StringBuilder("l0: &l0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      String old = "*l" + (i - 1);
      yaml.append("l" + i + ": &l" + i + " [" + (old + ",").repeat(8) + old + "]\n");
    }

    assertThat(refusals(yaml.toString())).isNotEmpty();
  }

  @Test
  void aMissingFileIsADiagnostic() {
    InvalidInput refused =
        catchThrowableOfType(
            InvalidInput.class, () -> SettingsReader.read(folder.resolve("none.yaml")));

    assertThat(refused.diagnostics())
        .extracting(Diagnostic::code)
        .containsOnly(Code.MOD_UNREADABLE);
  }
}
