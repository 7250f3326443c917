package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.cli.tool.Tool;
import io.intaglio.cli.tool.ToolFinder;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.diag.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The verifier on Verilog written by hand: right, and with faults planted.
class RtlVerifierTest {
  private static final VerifyOptions OPTIONS = VerifyOptions.of(500, 1).withEverySimulator(false);

  @TempDir Path folder;

  /// Verilator takes seconds to build a design, so it sees one handshake of each kind of fault.
  private static VerifyOptions options(Handshake handshake) {
    return handshake == Handshake.VALID_READY ? OPTIONS : OPTIONS.withSimulator("icarus");
  }

  @BeforeEach
  void simulatorsExist() {
    ExternalTools.need(Tool.VERILATOR, Tool.GXX, Tool.ICARUS);
  }

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void aRightDesignPasses(Handshake handshake) throws IOException {
    Verification result = verify(new HandDesign(handshake), options(handshake));
    assertThat(result.failures()).isEmpty();
    assertThat(result.passed()).isTrue();
    assertThat(result.results()).hasSize(handshake == Handshake.VALID_READY ? 2 : 1);
    for (SimulatorResult simulator : result.results()) {
      assertThat(simulator.runs()).hasSize(handshake == Handshake.NONE ? 1 : 2);
      assertThat(simulator.runs())
          .allSatisfy(
              run -> {
                assertThat(run.vectors()).isEqualTo(500);
                assertThat(run.cycles()).isGreaterThan(500);
              });
    }
  }

  @Test
  void theSameSeedGivesTheSameResult() throws IOException {
    HandDesign broken = new HandDesign(Handshake.VALID_READY).replace("y_layer", "sd2)", "sd1)");
    Verification once = verify(broken, OPTIONS.withSimulator("icarus"));
    Verification twice = verify(broken, OPTIONS.withSimulator("icarus"));
    assertThat(once.failures()).isNotEmpty();
    assertThat(twice.summary()).isEqualTo(once.summary());
    assertThat(twice.failures()).isEqualTo(once.failures());
  }

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void aWrongWeightIsLocated(Handshake handshake) throws IOException {
    Verification result =
        verify(
            new HandDesign(handshake)
                .replace("acc_layer", "((w2 <<< 1) + w2)", "((w2 <<< 1) - w2)"),
            options(handshake));
    assertEverySimulatorSaysWrongValue(result, "acc", 1);
  }

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void aWrongShiftIsLocated(Handshake handshake) throws IOException {
    Verification result =
        verify(
            new HandDesign(handshake)
                .replace("y_layer", "sum[11:0]) + 12'sd2) >>> 2", "sum[11:0]) + 12'sd2) >>> 1"),
            options(handshake));
    assertEverySimulatorSaysWrongValue(result, "y", 0);
  }

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void aMissingRegisterIsLocated(Handshake handshake) throws IOException {
    HandDesign broken =
        new HandDesign(handshake)
            .replace("sum_layer", "reg signed", "wire signed")
            .replace("sum_layer", "always @(posedge clk) begin", "")
            .replace("sum_layer", handshake == Handshake.VALID_READY ? "if (en) sum" : "sum", "sum")
            .replace("sum_layer", " end", "")
            .replace("sum_layer", "sum0 <=", "assign sum0 =")
            .replace("sum_layer", "sum1 <=", "assign sum1 =");
    assertThat(verify(broken, options(handshake)).results())
        .isNotEmpty()
        .allSatisfy(
            result ->
                assertThat(result.runs().getFirst().differences())
                    .singleElement()
                    .asInstanceOf(InstanceOfAssertFactories.type(Difference.WrongTime.class))
                    .satisfies(
                        time -> {
                          assertThat(time.place().value()).isEqualTo("sum");
                          assertThat(time.registers()).isEqualTo(-1);
                          assertThat(time.describe()).contains("a register rank is missing");
                        }));
  }

  @ParameterizedTest
  @EnumSource(Handshake.class)
  void aRegisterTooManyIsLocated(Handshake handshake) throws IOException {
    String enable = handshake == Handshake.VALID_READY ? "if (en) " : "";
    HandDesign broken =
        new HandDesign(handshake)
            .replace("top", ".acc(acc)", ".acc(late)")
            .replace(
                "top",
                "wire [23:0] sum;",
                "wire [23:0] sum; reg [21:0] late; always @(posedge clk) "
                    + enable
                    + "late <= acc;");
    assertThat(verify(broken, options(handshake)).differences())
        .isNotEmpty()
        .allSatisfy(
            difference ->
                assertThat(difference)
                    .isInstanceOfSatisfying(
                        Difference.WrongValue.class,
                        wrong -> assertThat(wrong.place().value()).isEqualTo("sum")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Handshake.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void aValidBitThatResetDoesNotClearIsSeen(Handshake handshake) throws IOException {
    Verification result =
        verify(
            new HandDesign(handshake).replace("top", "v3 <= rst ? 1'b0 :", "v3 <="),
            options(handshake));
    assertEverySimulatorSaysWrongControl(
        result,
        "out_valid",
        wrong -> {
          assertThat(wrong.expected()).isFalse();
          assertThat(wrong.afterReset()).isNotEmpty();
        });
  }

  @Test
  void aValidChainThatIsTooShortIsSeen() throws IOException {
    Verification result =
        verify(new HandDesign(Handshake.VALID).replace("top", "1'b0 : v3", "1'b0 : v2"), OPTIONS);
    assertEverySimulatorSaysWrongControl(
        result, "out_valid", wrong -> assertThat(wrong.registers()).hasValue(-1));
  }

  @Test
  void aWrongReadyIsSeen() throws IOException {
    Verification result =
        verify(
            new HandDesign(Handshake.VALID_READY)
                .replace("top", "assign in_ready = en;", "assign in_ready = out_ready;"),
            OPTIONS);
    assertEverySimulatorSaysWrongControl(
        result,
        "in_ready",
        wrong -> {
          assertThat(wrong.expected()).isTrue();
          assertThat(wrong.got()).isEqualTo("0");
        });
    assertThat(result.results())
        .flatExtracting(SimulatorResult::runs)
        .allMatch(run -> run.mismatchingBits() == 0);
  }

  @Test
  void aDataRegisterWithoutEnableIsLocatedUnderStalls() throws IOException {
    Verification result =
        verify(
            new HandDesign(Handshake.VALID_READY).replace("sum_layer", "if (en) sum1", "sum1"),
            OPTIONS.withSimulator("icarus"));
    assertThat(result.differences())
        .singleElement()
        .isInstanceOfSatisfying(
            Difference.WrongValue.class,
            wrong -> {
              assertThat(wrong.place().value()).isEqualTo("sum");
              assertThat(wrong.place().element()).isEqualTo(1);
            });
  }

  @Test
  void aSwappedOutputPortIsLocatedAtThePort() throws IOException {
    Verification result =
        verify(new HandDesign(Handshake.VALID).replace("y_layer", "{y1, y0}", "{y0, y1}"), OPTIONS);
    assertEverySimulatorSaysWrongValue(result, "y", 0);
    assertThat(result.differences())
        .allSatisfy(
            difference ->
                assertThat(((Difference.WrongValue) difference).place().net()).isEqualTo("y"));
  }

  @Test
  void undefinedBitsAreDifferencesUnderIcarus() throws IOException {
    Verification result =
        verify(
            new HandDesign(Handshake.VALID)
                .replace("acc_layer", "w3 = {{3{a[31]}}, a[31:24]}", "w3 = {{3{a[31]}}, 8'bx}"),
            OPTIONS.withSimulator("icarus"));
    assertThat(result.differences())
        .singleElement()
        .isInstanceOfSatisfying(
            Difference.WrongValue.class,
            wrong -> {
              assertThat(wrong.place().value()).isEqualTo("acc");
              assertThat(wrong.got()).contains("x");
            });
  }

  @Test
  void netsThatCannotBeReadLeaveADifferenceUnlocated() throws IOException {
    HandDesign broken =
        new HandDesign(Handshake.VALID)
            .replace("acc_layer", "acc0", "renamed")
            .replace("acc_layer", "11'sd5", "11'sd6");
    assertThat(verify(broken, OPTIONS).differences())
        .hasSize(2)
        .allSatisfy(
            difference ->
                assertThat(difference.describe())
                    .contains("%y[0]", "the layer is not known", "acc0"));
  }

  @Test
  void lintIsPartOfTheVerdict() throws IOException {
    Verification result =
        verify(
            new HandDesign(Handshake.VALID)
                .replace("top", "wire [23:0] sum;", "wire [23:0] sum; wire spare;"),
            OPTIONS.withSimulator("verilator"));
    assertThat(result.passed()).isFalse();
    assertThat(result.failures().getFirst().toString()).contains("spare");
  }

  @Test
  void aDesignThatDoesNotCompileIsAFailure() throws IOException {
    Verification result =
        verify(
            new HandDesign(Handshake.VALID).replace("top", "wire [23:0] sum;", "wire ["), OPTIONS);
    assertThat(result.passed()).isFalse();
    assertThat(result.failures())
        .extracting(Object::toString)
        .allMatch(text -> text.contains("does not take the design"));
  }

  @Test
  void aSimulatorThatIsMissingIsSkippedWithALine() throws IOException {
    ToolFinder onlyIcarus = PartialPath.with(folder, Tool.ICARUS);
    Verification result = verify(new HandDesign(Handshake.NONE), OPTIONS, onlyIcarus);
    assertThat(result.passed()).isTrue();
    assertThat(result.results()).hasSize(1);
    assertThat(result.skipped())
        .singleElement()
        .asString()
        .startsWith("skipped Verilator: Verilator and g++ is not on PATH (apt install");
  }

  @Test
  void aMissingSimulatorEndsTheRunWhenItIsNamedOrAllAreWantedOrNoneExists() {
    ToolFinder onlyIcarus = PartialPath.with(folder, Tool.ICARUS);
    ToolFinder none = new ToolFinder(List.of(folder.resolve("empty")));
    HandDesign design = new HandDesign(Handshake.NONE);
    assertThatThrownBy(() -> verify(design, OPTIONS.withSimulator("verilator"), onlyIcarus))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("TOOL-001");
    assertThatThrownBy(() -> verify(design, OPTIONS.withEverySimulator(true), onlyIcarus))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("TOOL-001");
    assertThatThrownBy(() -> verify(design, OPTIONS, none))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("Icarus Verilog is needed");
    assertThatThrownBy(() -> verify(design, OPTIONS.withSimulator("modelsim")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the simulators are: verilator, icarus");
  }

  @Test
  void aToolThatDoesNotWorkIsNamed() throws IOException {
    for (String program : List.of("iverilog", "vvp")) {
      Path script = Files.writeString(folder.resolve(program), "#!/bin/sh\ntest $1 != -n\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    HandDesign design = new HandDesign(Handshake.NONE);
    assertThatThrownBy(() -> verify(design, OPTIONS, new ToolFinder(List.of(folder))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("vvp ended with 1 [TOOL-001]");
  }

  @Test
  void aToolThatCannotBeStartedIsNamed() throws IOException {
    for (String program : List.of("iverilog", "vvp")) {
      Path script = Files.writeString(folder.resolve(program), "#!/nosuch/interpreter\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    HandDesign design = new HandDesign(Handshake.NONE);
    assertThatThrownBy(() -> verify(design, OPTIONS, new ToolFinder(List.of(folder))))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("iverilog cannot be started")
        .hasMessageContaining("TOOL-001");
  }

  @Test
  void whatDependsOnPowerUpIsStillReported() throws IOException {
    Verification result =
        verify(
            new HandDesign(Handshake.NONE)
                .replace("sum_layer", "reg signed [11:0] sum1;", "reg signed [11:0] sum1; reg odd;")
                .replace(
                    "sum_layer",
                    "$signed({7'd0, b[9:5]});",
                    "$signed({7'd0, b[9:5]}); odd <= odd; if (odd !== 1'b0) sum1 <= 12'd7;"),
            OPTIONS.withSimulator("icarus"));
    assertThat(result.passed()).isFalse();
    assertThat(result.differences().getFirst().describe()).contains("%sum[1]");
  }

  private static void assertEverySimulatorSaysWrongValue(
      Verification result, String value, int element) {
    assertThat(result.results())
        .isNotEmpty()
        .allSatisfy(
            simulator ->
                assertThat(simulator.runs().getFirst().differences())
                    .singleElement()
                    .isInstanceOfSatisfying(
                        Difference.WrongValue.class,
                        wrong -> {
                          assertThat(wrong.place().value()).isEqualTo(value);
                          assertThat(wrong.place().element()).isEqualTo(element);
                          assertThat(wrong.got()).isNotEqualTo(Long.toString(wrong.expected()));
                        }));
  }

  /// In the first run that shows it.
  private static void assertEverySimulatorSaysWrongControl(
      Verification result, String port, Consumer<Difference.WrongControl> more) {
    assertThat(result.passed()).isFalse();
    for (SimulatorResult simulator : result.results()) {
      assertThat(simulator.runs()).anyMatch(run -> run.wrongCycles() > 0);
      assertThat(simulator.runs())
          .flatExtracting(RunResult::differences)
          .first()
          .isInstanceOfSatisfying(
              Difference.WrongControl.class,
              wrong -> {
                assertThat(wrong.port()).isEqualTo(port);
                more.accept(wrong);
              });
    }
  }

  private Verification verify(HandDesign hand, VerifyOptions options) throws IOException {
    return verify(hand, options, ToolFinder.onPath());
  }

  private Verification verify(HandDesign hand, VerifyOptions options, ToolFinder tools)
      throws IOException {
    return new RtlVerifier(tools)
        .verify(hand.datapath(), HandDesign.network(), hand.write(folder), options);
  }
}
