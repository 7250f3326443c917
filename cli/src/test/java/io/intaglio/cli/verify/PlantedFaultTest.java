package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.tool.Tool;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.Handshake;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Faults planted in the Verilog of the project's encoder are caught, and the layer is named.
class PlantedFaultTest {
  private static final VerifyOptions ICARUS =
      VerifyOptions.of(150, 1).withSimulator("icarus").withStalls(false);

  private static Certified network;

  @TempDir Path folder;

  @BeforeAll
  static void lower() {
    ExternalTools.need(Tool.VERILATOR, Tool.GXX, Tool.ICARUS);
    network = BuiltDesign.lower(BuiltDesign.encoder(), "u8/1");
  }

  @Test
  void withoutAFaultThereIsNoDifference() throws IOException {
    assertThat(built().verify(ICARUS).failures()).isEmpty();
  }

  @Test
  void aWrongWeightNamesItsLayerInBothSimulators() throws IOException {
    Verification result =
        built()
            .edit("net_conv_kernel", "(y3_t0 = \\S+ \\S+) -", "$1 +")
            .verify(VerifyOptions.of(150, 1).withStalls(false));
    assertThat(result.results()).hasSize(2);
    assertThat(result.results())
        .allSatisfy(simulator -> assertWrongValue(simulator, "conv", "encoder.onnx:conv_op"));
    assertThat(result.differences().get(0)).isEqualTo(result.differences().get(1));
  }

  @Test
  void aWrongShiftNamesItsLayer() throws IOException {
    Verification result =
        built().edit("net_hidden_kernel", "rnd0_sum\\[16:5\\]", "rnd0_sum[15:4]").verify(ICARUS);
    assertWrongValue(result.results().getFirst(), "hidden", "encoder.onnx:hidden_quant");
  }

  @Test
  void aMissingRegisterRankNamesItsLayer() throws IOException {
    Verification result = built().withoutRegisters("net_conv_kernel").verify(ICARUS);
    assertThat(result.differences())
        .singleElement()
        .isInstanceOfSatisfying(
            Difference.WrongTime.class,
            wrong -> {
              assertThat(wrong.place().value()).isEqualTo("conv");
              assertThat(wrong.registers()).isEqualTo(-1);
            });
  }

  @Test
  void oneMissingRegisterNamesItsLayer() throws IOException {
    Verification result = built().withoutFirstRegister("net_dense_product").verify(ICARUS);
    assertWrongValue(result.results().getFirst(), "dense.product", "encoder.onnx:dense_op");
  }

  @Test
  void aValidBitThatResetDoesNotClearIsSeen() throws IOException {
    Verification result =
        built().edit("net", "valid_q <= 8'd0;", "valid_q <= {valid_q[7:4], 4'd0};").verify(ICARUS);
    assertThat(result.differences())
        .first()
        .isInstanceOfSatisfying(
            Difference.WrongControl.class,
            wrong -> {
              assertThat(wrong.port()).isEqualTo("out_valid");
              assertThat(wrong.afterReset()).isNotEmpty();
            });
  }

  @Test
  void aWrongReadyIsSeen() throws IOException {
    Verification result =
        built()
            .edit("net", "assign in_ready = en;", "assign in_ready = 1'b1;")
            .verify(ICARUS.withStalls(true));
    assertThat(result.differences())
        .singleElement()
        .isInstanceOfSatisfying(
            Difference.WrongControl.class,
            wrong -> {
              assertThat(wrong.port()).isEqualTo("in_ready");
              assertThat(wrong.expected()).isFalse();
            });
  }

  private BuiltDesign built() throws IOException {
    return BuiltDesign.of(network, Handshake.VALID_READY, folder);
  }

  private static void assertWrongValue(SimulatorResult simulator, String value, String origin) {
    assertThat(simulator.runs().getFirst().differences())
        .singleElement()
        .isInstanceOfSatisfying(
            Difference.WrongValue.class,
            wrong -> {
              assertThat(wrong.place().value()).isEqualTo(value);
              assertThat(wrong.place().origin().places()).contains(origin);
            });
  }
}
