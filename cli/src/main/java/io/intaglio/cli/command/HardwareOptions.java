package io.intaglio.cli.command;

import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.datapath.Handshake;
import java.math.BigDecimal;
import picocli.CommandLine.Option;

/// How hardware is planned. Flags win over the settings file.
final class HardwareOptions {
  @Option(
      names = "--clock",
      paramLabel = "NS",
      description = "Target clock period in nanoseconds (default: 5).")
  BigDecimal clock;

  @Option(
      names = "--delay-model",
      paramLabel = "fpga|asic",
      description = "Delay table that places the pipeline registers (default: fpga).")
  DelayName delayModel;

  @Option(
      names = "--handshake",
      paramLabel = "none|valid|valid-ready",
      description = "How data enters and leaves (default: valid).")
  HandshakeName handshake;

  /// Written in lower case on the command line.
  enum DelayName {
    FPGA,
    ASIC
  }

  /// A handshake as the command line spells it.
  enum HandshakeName {
    NONE("none", Handshake.NONE),
    VALID("valid", Handshake.VALID),
    VALID_READY("valid-ready", Handshake.VALID_READY);

    private final String text;
    private final Handshake handshake;

    HandshakeName(String text, Handshake handshake) {
      this.text = text;
      this.handshake = handshake;
    }

    /// picocli matches options against this.
    @Override
    public String toString() {
      return text;
    }
  }

  Settings over(Settings settings) {
    Settings chosen = settings;
    if (clock != null) {
      chosen = chosen.withClock(clock);
    }
    if (delayModel != null) {
      chosen = chosen.withDelayModel(delayModel == DelayName.FPGA ? "fpga" : "asic");
    }
    return handshake == null ? chosen : chosen.withHandshake(handshake.handshake);
  }
}
