package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.type.IntType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerilogBackendTest {
  @TempDir Path folder;

  /// `fc1 = clamp((3·x0 − x1 + 5) >> 1, 0, 15)`.
  static Datapath smallDesign(Handshake handshake) {
    Designs.KernelBuilder cells = new Designs.KernelBuilder();
    int x0 = cells.cell("x0", new CellOp.Input(0), -8, 7, 0);
    int x1 = cells.cell("x1", new CellOp.Input(1), 0, 15, 0);
    int three = cells.cell("acc0_t0", new CellOp.Add(x0, 0, x0, 1), -24, 21, 0);
    int difference = cells.cell("acc0_t1", new CellOp.Subtract(three, 0, x1, 0), -39, 21, 0);
    int registered = cells.register(difference);
    int five = cells.cell("bias0", new CellOp.Literal(5), 5, 5, 1);
    int sum = cells.cell("acc0", new CellOp.Add(registered, 0, five, 0), -34, 26, 1);
    int half = cells.cell("fc1_0_shifted", new CellOp.ShiftRight(sum, 1), -17, 13, 1);
    int clamped = cells.cell("fc1_0", new CellOp.Clamp(half, 0, 15), 0, 13, 1);
    Kernel kernel = cells.registered("fc1", List.of(clamped));
    return Designs.single(
        "tiny", handshake, List.of(IntType.signed(4), IntType.unsigned(4)), kernel);
  }

  @Test
  void everyHandshakeIsCleanUnderLintAndCheck() {
    Tools.need("verilator", "iverilog", "yosys");
    for (Handshake handshake : Handshake.values()) {
      Path build = folder.resolve(handshake.name());
      Tools.write(build, VerilogBackend.emit(smallDesign(handshake), Designs.OPTIONS));
      Tools.lint(build, "tiny");
      Tools.yosysCheck(build, "tiny");
    }
  }
}
