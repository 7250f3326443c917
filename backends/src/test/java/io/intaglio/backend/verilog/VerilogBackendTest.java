package io.intaglio.backend.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.backend.Artifact;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.type.IntType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerilogBackendTest {
  /// `-Dintaglio.bless=true` writes the goldens anew; read them before committing.
  private static final boolean BLESS = Boolean.getBoolean("intaglio.bless");

  private static final Path GOLDEN =
      Path.of(System.getProperty("intaglio.root"), "backends/src/test/resources/golden/tiny");

  @TempDir Path folder;

  /// `fc1[0] = clamp((3·x0 − x1 + 5) >> 1, 0, 15)` and `fc1[1] = x1·x1` by a table.
  static Datapath tiny(Handshake handshake) {
    Designs.KernelBuilder cells = new Designs.KernelBuilder();
    int x0 = cells.cell("x0", new CellOp.Input(0), -8, 7, 0);
    int x1 = cells.cell("x1", new CellOp.Input(1), 0, 3, 0);
    int three = cells.cell("acc0_t0", new CellOp.Add(x0, 0, x0, 1), -24, 21, 0);
    int difference = cells.cell("acc0_t1", new CellOp.Subtract(three, 0, x1, 0), -27, 21, 0);
    int square = cells.cell("square1", new CellOp.Table(x1, 0, List.of(0L, 1L, 4L, 9L)), 0, 9, 0);
    int registered = cells.register(difference);
    int squareRegistered = cells.register(square);
    int five = cells.cell("bias0", new CellOp.Literal(5), 5, 5, 1);
    int sum = cells.cell("acc0", new CellOp.Add(registered, 0, five, 0), -22, 26, 1);
    int half = cells.cell("fc1_0_shifted", new CellOp.ShiftRight(sum, 1), -11, 13, 1);
    int clamped = cells.cell("fc1_0", new CellOp.Clamp(half, 0, 15), 0, 13, 1);
    Kernel kernel = cells.registered("fc1", List.of(clamped, squareRegistered));
    return Designs.single(
        "tiny", handshake, List.of(IntType.signed(4), IntType.unsigned(2)), kernel);
  }

  private Path build(Datapath design, int samples) {
    List<long[]> inputs = new ArrayList<>();
    List<long[]> outputs = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      long x0 = (i * 7L) % 16 - 8;
      long x1 = (i / 3) % 4;
      inputs.add(new long[] {x0, x1});
      outputs.add(new long[] {Math.clamp((3 * x0 - x1 + 5) >> 1, 0, 15), x1 * x1});
    }
    new Simulation(
        folder,
        design,
        samples,
        Simulation.byPort(design.inputs(), inputs),
        Simulation.byPort(List.of(design.layers().getLast().result()), outputs));
    return folder;
  }

  private String simulate() {
    Tools.run(
        folder, "iverilog", "-g2005", "-y", "rtl", "-s", "tiny_tb", "-o", "t", "tb/tiny_tb.v");
    return Tools.run(folder, "vvp", "-n", "t", "+seed=3");
  }

  @Test
  void aSmallDesignReadsLikeACarefulPersonWroteIt() throws IOException {
    for (Artifact artifact : VerilogBackend.emit(tiny(Handshake.VALID_READY), Designs.OPTIONS)) {
      Path golden = GOLDEN.resolve(artifact.path());
      if (BLESS && !"true".equals(System.getenv("CI"))) {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, artifact.text());
      }
      assertThat(golden).content().as(artifact.path()).isEqualTo(artifact.text());
    }
  }

  @Test
  void theSameDesignGivesTheSameBytes() {
    assertThat(VerilogBackend.emit(tiny(Handshake.VALID), Designs.OPTIONS))
        .isEqualTo(VerilogBackend.emit(tiny(Handshake.VALID), Designs.OPTIONS));
  }

  @Test
  void everyHandshakeIsCleanUnderLintAndCheckAndPassesItsTestBench() {
    Tools.need("verilator", "iverilog", "yosys");
    for (Handshake handshake : Handshake.values()) {
      build(tiny(handshake), 40);
      Tools.lint(folder, "tiny");
      Tools.yosysCheck(folder, "tiny");
      assertThat(simulate()).startsWith("PASS: 40 vectors");
    }
  }

  @Test
  void theYosysScriptSynthesizes() {
    Tools.need("yosys");
    build(tiny(Handshake.VALID), 1);
    assertThat(Tools.run(folder, "yosys", "-s", "scripts/synth_yosys.ys"))
        .contains("Found and reported 0 problems", "Number of cells:");
  }

  @Test
  void theTestBenchCatchesAWrongConstant() {
    plant("rtl/tiny_fc1.v", "+ 6'd5", "+ 6'd4", Handshake.NONE);
  }

  @Test
  void theTestBenchCatchesAWrongTableEntry() {
    plant("rtl/tiny_fc1.v", "4'd9", "4'd8", Handshake.VALID_READY);
  }

  @Test
  void theTestBenchCatchesAMissingRegister() {
    plant("rtl/tiny.v", "(s1_x_q)", "(x)", Handshake.NONE);
    plant(
        "rtl/tiny.v",
        "assign out_valid = valid_q[2];",
        "assign out_valid = valid_q[1];",
        Handshake.VALID);
  }

  @Test
  void theTestBenchCatchesARegisterThatIgnoresTheStall() {
    plant(
        "rtl/tiny.v",
        "if (en) begin\n      s1_x_q",
        "if (1) begin\n      s1_x_q",
        Handshake.VALID_READY);
    plant("rtl/tiny.v", "assign in_ready = en;", "assign in_ready = 1'b1;", Handshake.VALID_READY);
  }

  @Test
  void theTestBenchFailsWhenVectorsAreMissing() throws IOException {
    Tools.need("iverilog");
    Path expected = build(tiny(Handshake.VALID), 40).resolve("tb/expected.hex");
    List<String> lines = Files.readAllLines(expected);
    Files.write(expected, lines.subList(0, 39));
    assertThat(simulate()).contains("FAIL: 1 of 40 vectors are missing").doesNotContain("PASS");
    Files.write(expected, List.of());
    assertThat(simulate()).contains("FAIL: 40 of 40 vectors are missing").doesNotContain("PASS");
  }

  private void plant(String file, String right, String wrong, Handshake handshake) {
    Tools.need("iverilog");
    try {
      Path path = build(tiny(handshake), 40).resolve(file);
      String text = Files.readString(path);
      assertThat(text).contains(right);
      Files.writeString(path, text.replace(right, wrong));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(simulate()).contains("\nFAIL: ").doesNotContain("PASS");
  }
}
