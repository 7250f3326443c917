package io.intaglio.cli.command;

import io.intaglio.cli.settings.ClockPeriod;
import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.datapath.Handshake;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// How hardware is planned. Flags win over the settings file.
final class HardwareOptions {
  @Option(
      names = "--clock",
      paramLabel = "NS",
      converter = Nanoseconds.class,
      description = "Target clock period in nanoseconds (default: 5).")
  BigDecimal clock;

  @Option(
      names = "--delay-model",
      paramLabel = "fpga|asic",
      converter = DelayName.class,
      description = "Delay table that places the pipeline registers (default: fpga).")
  String delayModel;

  @Option(
      names = "--handshake",
      paramLabel = "none|valid|valid-ready",
      converter = HandshakeName.class,
      description = "How data enters and leaves (default: valid).")
  Handshake handshake;

  /// Reads a clock period.
  static final class Nanoseconds implements ITypeConverter<BigDecimal> {
    @Override
    public BigDecimal convert(String text) {
      try {
        BigDecimal period = new BigDecimal(text);
        if (ClockPeriod.picoseconds(period).isPresent()) {
          return period;
        }
      } catch (NumberFormatException e) {
        // Said below, with what is accepted.
      }
      throw new TypeConversionException("'" + text + "' is no clock period; " + ClockPeriod.HELP);
    }
  }

  /// Reads the name of a delay table.
  static final class DelayName implements ITypeConverter<String> {
    private static final List<String> NAMES = List.of("fpga", "asic");

    @Override
    public String convert(String text) {
      return NAMES.stream()
          .filter(text::equalsIgnoreCase)
          .findFirst()
          .orElseThrow(() -> unknown(text, "delay table", NAMES));
    }
  }

  /// Reads the name of a handshake.
  static final class HandshakeName implements ITypeConverter<Handshake> {
    @Override
    public Handshake convert(String text) {
      List<Handshake> all = List.of(Handshake.values());
      return all.stream()
          .filter(handshake -> Settings.nameOf(handshake).equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () -> unknown(text, "handshake", all.stream().map(Settings::nameOf).toList()));
    }
  }

  private static TypeConversionException unknown(String text, String what, List<String> known) {
    return new TypeConversionException(
        "'" + text + "' is no " + what + "; there is: " + String.join(", ", known));
  }

  Settings over(Settings settings) {
    Settings chosen = settings;
    if (clock != null) {
      chosen = chosen.withClock(clock);
    }
    if (delayModel != null) {
      chosen = chosen.withDelayModel(delayModel);
    }
    return handshake == null ? chosen : chosen.withHandshake(handshake);
  }
}
