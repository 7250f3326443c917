package io.intaglio.cli.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes settings as the commented YAML that [SettingsReader] reads.
public final class SettingsWriter {
  /// The schema's file name, written beside the settings by `init`.
  public static final String SCHEMA = "intaglio.schema.json";

  private SettingsWriter() {}

  /// @param profile the default of the model's format; empty if that is not known
  /// @param layers names of the layers, for the reader's orientation; may be empty
  public static String write(Settings settings, String profile, List<String> layers) {
    String byDefault = profile.isEmpty() ? "" : ", here " + profile;
    return write("# yaml-language-server: $schema=" + SCHEMA, settings, byDefault, layers);
  }

  /// The settings that a build was made with, for its folder.
  public static String writeResolved(Settings settings) {
    return write("# The settings this folder was built with.", settings, "", List.of());
  }

  private static String write(
      String first, Settings settings, String profile, List<String> layers) {
    StringBuilder out = new StringBuilder();
    out.append(first).append('\n');
    line(out, "The model these settings are for.", "model", quote(settings.model()));
    line(
        out,
        "Weights of a Keras architecture in JSON. Empty: NAME_weights.h5 or NAME.weights.h5.",
        "weights",
        quote(settings.weights()));
    line(
        out,
        "Rounding profile: whose arithmetic the model means. Empty: the format's default"
            + oneLine(profile)
            + ".",
        "profile",
        quote(settings.profile()));
    out.append(
        """

        # Integer domain of each input: type/step, as in s16/2^-10 (signed, 16 bits, step 2^-10), u8/1,
        # bipolar; a list gives one format an element. An input whose file states its domain needs none.
        """);
    mapping(out, "inputs", settings.inputs());
    line(
        out,
        "Whether a real input outside its format saturates; otherwise it is an error.",
        "saturate",
        Boolean.toString(settings.saturate()));
    line(out, "Target clock period in nanoseconds.", "clock", settings.clock().toPlainString());
    line(
        out,
        "Delay table that places the pipeline registers: fpga or asic.",
        "delay-model",
        settings.delayModel());
    line(
        out,
        "How data enters and leaves: none (a clock only), valid, valid-ready (stalls).",
        "handshake",
        Settings.nameOf(settings.handshake()));
    out.append(
        """

        # How each layer is built. '*' stands for all that are not named; parallel: unrolled,
        # a result every cycle.
        """);
    if (!layers.isEmpty()) {
      out.append("# Layers of this model:\n");
      layers.forEach(layer -> out.append("#   ").append(quote(layer)).append('\n'));
    }
    out.append("layers:\n");
    settings
        .layers()
        .forEach(
            (name, strategy) ->
                out.append("  ")
                    .append(quote(name))
                    .append(": {strategy: ")
                    .append(strategy)
                    .append("}\n"));
    return out.toString();
  }

  private static void line(StringBuilder out, String comment, String key, String value) {
    out.append("\n# ").append(comment).append('\n');
    out.append(key).append(": ").append(value).append('\n');
  }

  private static void mapping(StringBuilder out, String key, Map<String, String> entries) {
    if (entries.isEmpty()) {
      out.append(key).append(": {}\n");
      return;
    }
    out.append(key).append(":\n");
    entries.forEach(
        (name, value) ->
            out.append("  ").append(quote(name)).append(": ").append(value(value)).append('\n'));
  }

  private static String value(String format) {
    return format.indexOf(',') < 0
        ? quote(format)
        : "["
            + String.join(
                ", ", List.of(format.split(",", -1)).stream().map(SettingsWriter::quote).toList())
            + "]";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  /// A YAML double-quoted scalar.
  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c) || Character.isSurrogate(c) || c >= 0xFFFE) {
        out.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
