package io.intaglio.cli.settings;

import io.intaglio.ir.datapath.Handshake;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Every choice that changes what is imported or built.
///
/// @param model the model's file name these choices were made for, or empty for any
/// @param weights the path of the file of weights of an architecture in JSON, or empty for the one
///     beside it
/// @param profile the rounding profile, or empty for the format's default
/// @param inputs input formats by input name; the key `*` stands for all other inputs
/// @param saturate whether a real input outside its format saturates instead of being refused
/// @param clock the target clock period in nanoseconds
/// @param delayModel `fpga` or `asic`
/// @param layers strategies by value name; the key `*` stands for all other layers
public record Settings(
    String model,
    String weights,
    String profile,
    Map<String, String> inputs,
    boolean saturate,
    BigDecimal clock,
    String delayModel,
    Handshake handshake,
    Map<String, String> layers) {
  public static final String ALL = "*";

  public static final Settings DEFAULT =
      new Settings(
          "",
          "",
          "",
          Map.of(),
          false,
          BigDecimal.valueOf(5),
          "fpga",
          Handshake.VALID,
          Map.of(ALL, "parallel"));

  public Settings {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
  }

  public Settings withModel(String name) {
    return new Settings(
        name, weights, profile, inputs, saturate, clock, delayModel, handshake, layers);
  }

  public Settings withWeights(String path) {
    return new Settings(
        model, path, profile, inputs, saturate, clock, delayModel, handshake, layers);
  }

  public Settings withProfile(String name) {
    return new Settings(
        model, weights, name, inputs, saturate, clock, delayModel, handshake, layers);
  }

  /// These settings with more input formats, which win over those that are here.
  public Settings withInputs(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(inputs);
    all.putAll(more);
    return new Settings(
        model, weights, profile, all, saturate, clock, delayModel, handshake, layers);
  }

  /// These settings with `only` as all input formats.
  public Settings withOnlyInputs(Map<String, String> only) {
    return new Settings(
        model, weights, profile, only, saturate, clock, delayModel, handshake, layers);
  }

  public Settings withSaturate(boolean on) {
    return new Settings(model, weights, profile, inputs, on, clock, delayModel, handshake, layers);
  }

  public Settings withClock(BigDecimal nanoseconds) {
    return new Settings(
        model, weights, profile, inputs, saturate, nanoseconds, delayModel, handshake, layers);
  }

  public Settings withDelayModel(String name) {
    return new Settings(model, weights, profile, inputs, saturate, clock, name, handshake, layers);
  }

  public Settings withHandshake(Handshake chosen) {
    return new Settings(
        model, weights, profile, inputs, saturate, clock, delayModel, chosen, layers);
  }

  /// The handshake as it is written in files and on the command line: `valid-ready`.
  public static String nameOf(Handshake handshake) {
    return switch (handshake) {
      case NONE -> "none";
      case VALID -> "valid";
      case VALID_READY -> "valid-ready";
    };
  }
}
