package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.TestModels;
import io.intaglio.cli.folder.Tree;
import io.intaglio.cli.settings.Settings;
import io.intaglio.cli.settings.SettingsReader;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.diag.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InitCommandTest {
  @TempDir Path folder;

  @Test
  void whatInitWritesReadsBackAsTheDefaults() {
    Path model = TestModels.encoder(folder);
    Path yaml = folder.resolve("intaglio.yaml");

    Invocation.of("init", model, "-o", yaml).succeeded();

    assertThat(SettingsReader.read(yaml)).isEqualTo(Settings.DEFAULT.withModel("encoder.onnx"));
    assertThat(yaml)
        .content()
        .contains("Empty: the format's default, here qonnx.\n", "#   \"hidden\"\n");
  }

  @Test
  void aChosenProfileIsNotCalledTheDefault() {
    Path model = TestModels.encoder(folder);
    Path yaml = folder.resolve("intaglio.yaml");

    Invocation.of("init", model, "-o", yaml, "--profile", "qonnx").succeeded();

    assertThat(yaml).content().contains("Empty: the format's default.\n", "profile: \"qonnx\"\n");
  }

  @Test
  void everySettingHasAPlaceInTheSchema() throws IOException {
    Path yaml = folder.resolve("intaglio.yaml");
    Invocation.of("init", TestModels.encoder(folder), "-o", yaml).succeeded();

    JsonNode schema =
        JsonMapper.shared().readTree(Files.readString(folder.resolve("intaglio.schema.json")));

    assertThat(schema.get("properties").propertyNames())
        .containsExactlyInAnyOrder(
            "model",
            "weights",
            "profile",
            "inputs",
            "saturate",
            "clock",
            "delay-model",
            "handshake",
            "layers");
    assertThat(schema.get("additionalProperties").booleanValue()).isFalse();
  }

  @Test
  void aFileThatIsThereIsKeptUnlessForced() throws IOException {
    Path model = TestModels.encoder(folder);
    Path yaml = folder.resolve("intaglio.yaml");
    Files.writeString(yaml, "clock: 7\n");

    Invocation.of("init", model, "-o", yaml).refused(Main.BAD_INPUT, Code.USE_OUTPUT);
    assertThat(Files.readString(yaml)).isEqualTo("clock: 7\n");

    Invocation.of("init", model, "-o", yaml, "--force").succeeded();
    assertThat(SettingsReader.read(yaml).clock()).isEqualByComparingTo("5");
  }

  @Test
  void theModelIsKeptEvenIfForced() throws IOException {
    Path model = TestModels.encoder(folder);
    byte[] content = Files.readAllBytes(model);

    Invocation.of("init", model, "-o", model, "--force")
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT)
        .saying("is the model itself");

    assertThat(model).hasBinaryContent(content);
  }

  @Test
  void aBuildFromSettingsEqualsABuildFromFlags() throws IOException {
    Path model = TestModels.encoder(folder);
    Path yaml = folder.resolve("intaglio.yaml");
    Invocation.of("init", model, "-o", yaml).succeeded();
    String changed =
        Files.readString(yaml)
            .replace("clock: 5\n", "clock: 3.125\n")
            .replace("handshake: valid\n", "handshake: valid-ready\n")
            .replace("delay-model: fpga\n", "delay-model: asic\n");
    Files.writeString(yaml, changed);

    Path settings = folder.resolve("settings");
    Path flags = folder.resolve("flags");
    build(model, settings, "--config", yaml);
    build(model, flags, "--clock", "3.125", "--handshake", "VALID-READY", "--delay-model", "asic");

    assertThat(Tree.of(settings)).isEqualTo(Tree.of(flags));
    assertThat(SettingsReader.read(settings.resolve("intaglio.yaml")))
        .isEqualTo(SettingsReader.read(yaml).withProfile("qonnx"));
  }

  @Test
  void flagsWinOverSettingsAndTheResolvedFormIsInTheFolder() throws IOException {
    Path model = TestModels.encoder(folder);
    Path yaml = folder.resolve("intaglio.yaml");
    Files.writeString(yaml, "clock: 3\nhandshake: none\n");
    Path made = folder.resolve("made");

    build(model, made, "--config", yaml, "--clock", "4.5");

    Settings resolved = SettingsReader.read(made.resolve("intaglio.yaml"));
    assertThat(resolved)
        .isEqualTo(
            Settings.DEFAULT
                .withModel("encoder.onnx")
                .withProfile("qonnx")
                .withClock(new BigDecimal("4.5"))
                .withHandshake(Handshake.NONE));
    Path again = folder.resolve("again");
    build(model, again, "--config", made.resolve("intaglio.yaml"));
    assertThat(Tree.of(again)).isEqualTo(Tree.of(made));
  }

  private static void build(Path model, Path to, Object... more) {
    Object[] arguments = new Object[6 + more.length];
    Object[] first = {"build", model, "--target", "verilog", "-o", to};
    System.arraycopy(first, 0, arguments, 0, 6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    Invocation.of(arguments).succeeded();
  }
}
