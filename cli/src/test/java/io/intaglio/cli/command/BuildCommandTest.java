package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.TestModels;
import io.intaglio.cli.folder.Tree;
import io.intaglio.ir.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildCommandTest {
  @TempDir Path folder;

  private Path model;
  private Path place;
  private Path made;

  @BeforeEach
  void makeModel() throws IOException {
    model = TestModels.encoder(folder);
    place = Files.createDirectory(folder.resolve("place"));
    made = place.resolve("made");
  }

  private Invocation build(Path from) {
    return Invocation.of("build", from, "--target", "verilog", "-o", made);
  }

  @Test
  void aBuildHoldsEverythingItsStepsNeedAndSaysWhatItMade() {
    Invocation built = build(model).succeeded();

    assertThat(built.out())
        .contains(
            "wrote " + made + ": latency ",
            "initiation interval 1",
            "profile qonnx, 2 certificates hold");
    assertThat(Tree.names(made))
        .contains(
            "design.dp",
            "design.fx",
            "intaglio.json",
            "intaglio.yaml",
            "report.html",
            "rtl/encoder.v",
            "constraints/encoder.sdc",
            "constraints/encoder.xdc");
    assertThat(Tree.names(place)).allMatch(name -> name.startsWith("made/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-5",
        "1e-9",
        "0.0099",
        "10000.001",
        "1e999999999",
        "1e-999999999",
        "5.0001",
        "NaN",
        "Infinity",
        "five",
        "1e99999999999",
        ""
      })
  void clocksThatAreNoPeriodAreRefused(String clock) {
    Invocation.of("build", model, "--target", "verilog", "-o", made, "--clock=" + clock)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("give nanoseconds from 0.01 to 10000 with at most three decimals");

    assertThat(place).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1e-9", ".nan", ".inf", "1e999999999", "five", "[5]", "'5'"})
  void clocksOfSettingsThatAreNoPeriodAreRefused(String clock) throws IOException {
    Path yaml = folder.resolve("clock.yaml");
    Files.writeString(yaml, "clock: " + clock + "\n");

    Invocation.of("build", model, "--target", "verilog", "-o", made, "--config", yaml)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("clock.yaml: error: 'clock' is no clock period: give nanoseconds");

    assertThat(place).isEmptyDirectory();
  }

  @Test
  void layersOfSettingsMustBeLayersOfTheModel() throws IOException {
    Path yaml = folder.resolve("layers.yaml");
    Files.writeString(
        yaml,
        "layers: {hiden: {strategy: parallel}, latents: {strategy: parallel},"
            + " x: {strategy: parallel}}\n");

    Invocation.of("build", model, "--target", "verilog", "-o", made, "--config", yaml)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("a layer 'hiden'", "help: near are hidden, ", "a layer 'x'");

    assertThat(place).isEmptyDirectory();
  }

  @Test
  void aTargetIsNeededAndMustBeKnown() {
    Invocation.of("build", model, "-o", made)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("--target");
    Invocation.of("build", model, "--target", "vhdl", "-o", made)
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("no target 'vhdl'", "there is: verilog");

    assertThat(place).isEmptyDirectory();
  }

  @Test
  void handshakesAndDelayTablesMustBeKnown() {
    Invocation.of("build", model, "--target", "verilog", "-o", made, "--handshake", "axi")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("'--handshake'", "none, valid, valid-ready");
    Invocation.of("build", model, "--target", "verilog", "-o", made, "--delay-model", "cpld")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("'--delay-model'", "fpga, asic");
  }

  @Test
  void aFolderOfOthersIsNeverTouched() throws IOException {
    Files.createDirectory(made);
    Files.writeString(made.resolve("thesis.txt"), "years of work");
    Map<String, String> before = Tree.of(place);

    build(model).refused(Main.BAD_INPUT, Code.USE_OUTPUT).saying("was not made by intaglio");

    assertThat(Tree.of(place)).isEqualTo(before);
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Files.writeString(made, "a file");

    build(model).refused(Main.BAD_INPUT, Code.USE_OUTPUT).saying("is a file, not a folder");

    assertThat(Files.readString(made)).isEqualTo("a file");
  }

  @Test
  void anEmptyFolderIsTakenAndOneOfOursReplacedAsAWhole() throws IOException {
    Files.createDirectory(made);
    build(model).succeeded();
    Map<String, String> first = Tree.of(made);

    Invocation.of("build", model, "--target", "verilog", "-o", made, "--clock", "20").succeeded();
    assertThat(Tree.of(made)).isNotEqualTo(first);
    build(model).succeeded();

    assertThat(Tree.of(made)).isEqualTo(first);
    assertThat(Tree.names(place)).allMatch(name -> name.startsWith("made/"));
  }

  @Test
  void aFileThatWasDeletedIsMadeAgain() throws IOException {
    build(model).succeeded();
    Map<String, String> first = Tree.of(made);
    Files.delete(made.resolve("report.html"));

    build(model).succeeded();

    assertThat(Tree.of(made)).isEqualTo(first);
  }

  @Test
  void filesThatWereAddedToAFolderOfOursAreNotLost() throws IOException {
    build(model).succeeded();
    Files.writeString(made.resolve("my_notes.txt"), "years of work");
    Files.writeString(made.resolve("rtl/mine.v"), "module mine; endmodule");

    refusedAsItIs("holds what intaglio did not write: my_notes.txt, rtl/mine.v");
  }

  @Test
  void filesThatWereEditedByHandAreNotLost() throws IOException {
    build(model).succeeded();
    Files.writeString(made.resolve("rtl/encoder.v"), "// mine", StandardOpenOption.APPEND);

    refusedAsItIs("was changed since intaglio wrote it: rtl/encoder.v");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"format\": 1}",
        "{\"format\": 2, \"files\": {}}",
        "{\"format\": 1, \"files\": {\"x\": \"0\"}}"
      })
  void aMarkerThatIsNotOursIsNoLeaveToDelete(String marker) throws IOException {
    build(model).succeeded();
    Files.writeString(made.resolve("intaglio.json"), marker);

    refusedAsItIs("has an intaglio.json that intaglio did not write");
  }

  @Test
  void aMarkerCannotPointOutOfItsFolder() throws IOException {
    build(model).succeeded();
    Path marker = made.resolve("intaglio.json");
    Files.writeString(
        marker, Files.readString(marker).replace("report.html", "../made/report.html"));
    refusedAsItIs("holds what intaglio did not write: report.html");

    Files.writeString(marker, Files.readString(marker).replace("../made/", "../../"));
    refusedAsItIs("has an intaglio.json that intaglio did not write");
  }

  private void refusedAsItIs(String why) {
    Map<String, String> before = Tree.of(place);

    build(model)
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT)
        .saying(why, "help: move what you want to keep away, or name another folder with -o");

    assertThat(Tree.of(place)).isEqualTo(before);
  }

  @Test
  void aFailureLeavesTheFolderOfBefore() throws IOException {
    build(model).succeeded();
    Map<String, String> before = Tree.of(place);
    Path broken = folder.resolve("broken.onnx");
    Files.write(broken, new byte[] {8, 8, 0x3a, 100, 1});

    build(broken).refused(Main.BAD_INPUT);

    assertThat(Tree.of(place)).isEqualTo(before);
  }

  @Test
  void aGraphWithAWrongMultiplierIsNotBuilt() {
    Path graph = folder.resolve("encoder.fx");
    Invocation.of("lower", model, "-o", graph).succeeded();
    Tampering.of(graph).multiplier("latents");

    build(graph).refused(Main.VERIFICATION_FAILED, Code.IR_CERTIFICATE).saying("'latents'");

    assertThat(place).isEmptyDirectory();
  }

  @Test
  void foldersAreMadeOnTheWayAndANameIsNeeded() {
    Path deep = place.resolve("a").resolve("b");
    Invocation.of("build", model, "--target", "verilog", "-o", deep).succeeded();
    assertThat(deep.resolve("rtl")).isDirectory();

    Invocation.of("build", model, "--target", "verilog", "-o", place.getRoot())
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT);
  }
}
