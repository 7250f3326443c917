package io.intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.command.IntaglioCommand;
import io.intaglio.ir.diag.Code;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path folder;

  static Stream<String> commands() {
    return new CommandLine(new IntaglioCommand()).getSubcommands().keySet().stream();
  }

  /// A whole command line on `model` that writes into `folder`, if the command writes.
  private static List<Object> using(String command, Path model, Path folder) {
    Path output = folder.resolve("made");
    return switch (command) {
      case "inspect" -> List.of("inspect", model);
      case "init" -> List.of("init", model, "-o", output);
      case "lower" -> List.of("lower", model, "-o", output);
      case "build" -> List.of("build", model, "--target", "verilog", "-o", output);
      case "simulate" -> List.of("simulate", model, "--input", "none.npy", "--output", output);
      case "prove" -> List.of("prove", model);
      case "verify" -> List.of("verify", model);
      default -> throw new IllegalArgumentException(command);
    };
  }

  @Test
  void theCommandsOfTheInterfaceAreThere() {
    assertThat(commands())
        .containsExactlyInAnyOrder(
            "demo", "init", "inspect", "lower", "build", "verify", "prove", "simulate", "doctor");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(String command) {
    Invocation help = Invocation.of(command, "--help").succeeded();

    assertThat(help.out())
        .startsWith("Usage: intaglio " + command)
        .contains("Example: intaglio " + command);
  }

  @Test
  void theHelpOfAllNamesEveryCommandAndExitStatus() {
    Invocation help = Invocation.of("--help").succeeded();

    assertThat(commands()).allSatisfy(command -> assertThat(help.out()).contains("  " + command));
    assertThat(help.out()).contains("Exit status: 0 success, 1 ", "2 bad input", "3 a needed");
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(Invocation.of("--version").succeeded().out()).matches("intaglio \\d+\\.\\S+\\R");
  }

  @Test
  void anAtSignBeforeAnArgumentNamesNoFileOfArguments() {
    Invocation.of("inspect", "@nosuch").refused(Main.BAD_INPUT, Code.MOD_UNREADABLE);
  }

  @Test
  void outputThatIsLostIsSaid() {
    StringWriter said = new StringWriter();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    PrintWriter out = new PrintWriter(full, true, StandardCharsets.UTF_8);

    assertThat(Main.run(out, new PrintWriter(said), "--help")).isEqualTo(Main.BAD_INPUT);
    assertThat(said.toString()).contains("standard output cannot be written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nosuch", "--nosuch", "inspect", "inspect --nosuch x", "build x"})
  void wrongUsageIsADiagnostic(String line) {
    Object[] arguments = Stream.of(line.split(" ")).filter(word -> !word.isEmpty()).toArray();

    Invocation.of(arguments).refused(Main.BAD_INPUT, Code.USE_OPTION).saying("--help`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "init", "lower", "build", "simulate", "prove", "verify"})
  void aMissingModelIsADiagnosticAndNothingIsWritten(String command) throws IOException {
    Path missing = folder.resolve("missing.onnx");

    Invocation.of(using(command, missing, folder).toArray()).refused(Main.BAD_INPUT);

    assertThat(names(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "init", "lower", "build", "simulate", "prove", "verify"})
  void aFolderOrARootInPlaceOfAModelIsADiagnostic(String command) throws IOException {
    Invocation.of(using(command, folder, folder).toArray()).refused(Main.BAD_INPUT);
    Invocation.of(using(command, folder.getRoot(), folder).toArray()).refused(Main.BAD_INPUT);

    assertThat(names(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "init", "lower", "build", "simulate", "prove", "verify"})
  void aFileThatIsNoModelIsADiagnosticAndNothingIsWritten(String command) throws IOException {
    for (String name : List.of("text.onnx", "text.fx")) {
      Path file = folder.resolve(name);
      Files.writeString(file, "This is a letter, not a model.\n", StandardCharsets.UTF_8);

      Invocation.of(using(command, file, folder).toArray()).refused(Main.BAD_INPUT).saying(name);
    }
    assertThat(names(folder)).containsExactlyInAnyOrder("text.onnx", "text.fx");
  }

  @Test
  void aRootInPlaceOfAnyOtherFileIsADiagnostic() {
    Path model = TestModels.encoder(folder);
    Path root = folder.getRoot();
    Path made = folder.resolve("made.npy");

    Invocation.of("inspect", model, "--config", root).refused(Main.BAD_INPUT);
    Invocation.of("simulate", model, "--input", root, "-o", made).refused(Main.BAD_INPUT);
    Invocation.of("simulate", model, "--input", "cells=" + root, "-o", made)
        .refused(Main.BAD_INPUT);
    Invocation.of("simulate", model, "--input", TestModels.showers(folder), "-o", root)
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT);
    Invocation.of("lower", model, "-o", root).refused(Main.BAD_INPUT, Code.USE_OUTPUT);
    Invocation.of("init", model, "-o", root, "--force").refused(Main.BAD_INPUT, Code.USE_OUTPUT);
  }

  @Test
  void aCommandThatIsNoneIsNamed() {
    Invocation.of("sythesize", "jet.onnx")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("there is no command 'sythesize'", "`intaglio --help`");
    Invocation.of("doctor", "twice")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("'twice'", "`intaglio doctor --help`");
  }

  @Test
  void importSettingsForALoweredGraphAreRefusedAllAtOnce() {
    Path graph = TestModels.twoByTwo(folder);

    Invocation.of("inspect", graph, "--profile", "tflm", "--input-format", "s4/1", "--saturate")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("a profile is given", "an input format is given", "saturation is given");
  }

  @Test
  void anInputFormatMustBelongToAnInputThatHasNone() {
    Path model = TestModels.encoder(folder);

    Invocation.of("inspect", model, "--input-format", "nosuch=s4/1")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("there is no input 'nosuch'", "the inputs are cells");
    Invocation.of("inspect", model, "--input-format", "cells=s4/1")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("the model itself states the domain of input 'cells'");
    Invocation.of("inspect", model, "--input-format", "s4/1")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("the model itself states the domain of every input");
    Invocation.of("inspect", model, "--saturate")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("saturation is given, and the model itself says");
    Invocation.of("inspect", model, "--input-format", "s4/0.25")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("input format 's4/0.25': '0.25' is no number like 3, 2^-10, 5*2^-3 or 1/255");
    Invocation.of("inspect", model, "--input-format", "s4/0")
        .refused(Main.BAD_INPUT, Code.USE_OPTION)
        .saying("input format 's4/0'");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
