package io.intaglio.cli.settings;

import io.intaglio.cli.file.FileName;
import io.intaglio.frontend.Profiles;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads `intaglio.yaml` (schema: `intaglio.schema.json`) strictly: a key that is not known, or a
/// value that is not allowed, is an error, and all of them are reported at once.
public final class SettingsReader {
  private static final long MAX_BYTES = 1 << 20;

  private static final List<String> PROFILES =
      Stream.concat(Stream.of(""), Profiles.names().stream()).toList();

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private final Diagnostics diagnostics = new Diagnostics();
  private final Origin place;

  private SettingsReader(Origin place) {
    this.place = place;
  }

  /// @throws InvalidInput with everything that is wrong
  public static Settings read(Path file) {
    Origin place = Origin.file(FileName.of(file));
    JsonNode root = parse(file, place);
    SettingsReader reader = new SettingsReader(place);
    Settings settings = reader.settings(root);
    reader.diagnostics.throwIfErrors();
    return settings;
  }

  private static JsonNode parse(Path file, Origin place) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new InvalidInput(
            Diagnostic.error(
                Code.MOD_UNREADABLE,
                Origin.file(file.toString()),
                "the settings are not a regular file",
                "`intaglio init MODEL` writes a settings file"));
      }
      if (Files.size(file) > MAX_BYTES) {
        throw refused(place, "settings of over " + MAX_BYTES + " bytes", "is this the right file?");
      }
      return YAML.readTree(Files.readString(file));
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw refused(place, "not YAML" + where + ": " + firstLine(e.getOriginalMessage()), "");
    } catch (IOException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.MOD_UNREADABLE,
              Origin.file(file.toString()),
              "cannot be read: " + e.getClass().getSimpleName(),
              "`intaglio init MODEL` writes a settings file"));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static InvalidInput refused(Origin place, String message, String help) {
    return new InvalidInput(Diagnostic.error(Code.USE_OPTION, place, message, help));
  }

  private Settings settings(JsonNode root) {
    if (!root.isObject()) {
      wrong("the file", "must be a mapping of settings");
      return Settings.DEFAULT;
    }
    Settings settings = Settings.DEFAULT;
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      settings = with(settings, entry.getKey(), entry.getValue());
    }
    return settings;
  }

  private Settings with(Settings settings, String key, JsonNode value) {
    return switch (key) {
      case "model" -> settings.withModel(text(key, value));
      case "weights" -> settings.withWeights(text(key, value));
      case "profile" -> oneOf(key, value, PROFILES).map(settings::withProfile).orElse(settings);
      case "inputs" -> settings.withInputs(formats(value));
      case "saturate" -> settings.withSaturate(flag(key, value));
      case "clock" -> clock(value).map(settings::withClock).orElse(settings);
      case "delay-model" ->
          oneOf(key, value, List.of("fpga", "asic")).map(settings::withDelayModel).orElse(settings);
      case "handshake" ->
          oneOf(key, value, handshakes())
              .map(name -> settings.withHandshake(handshake(name)))
              .orElse(settings);
      case "layers" -> withLayers(settings, value);
      default -> {
        wrong(key, "is no setting");
        yield settings;
      }
    };
  }

  private static Handshake handshake(String name) {
    for (Handshake handshake : Handshake.values()) {
      if (Settings.nameOf(handshake).equals(name)) {
        return handshake;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static List<String> handshakes() {
    List<String> names = new ArrayList<>();
    for (Handshake handshake : Handshake.values()) {
      names.add(Settings.nameOf(handshake));
    }
    return names;
  }

  private String text(String key, JsonNode value) {
    if (!value.isString()) {
      wrong(key, "must be a text");
      return "";
    }
    return value.stringValue();
  }

  private boolean flag(String key, JsonNode value) {
    if (!value.isBoolean()) {
      wrong(key, "must be true or false");
      return false;
    }
    return value.booleanValue();
  }

  private Optional<BigDecimal> clock(JsonNode value) {
    Optional<BigDecimal> period = value.isNumber() ? value.asDecimalOpt() : Optional.empty();
    if (period.isEmpty() || ClockPeriod.picoseconds(period.get()).isEmpty()) {
      wrong("clock", "is no clock period: " + ClockPeriod.HELP);
      return Optional.empty();
    }
    return period;
  }

  private Optional<String> oneOf(String key, JsonNode value, List<String> allowed) {
    String given = value.isString() ? value.stringValue() : value.toString();
    if (!allowed.contains(given)) {
      wrong(key, "is '" + given + "'; allowed are " + listed(allowed));
      return Optional.empty();
    }
    return Optional.of(given);
  }

  private static String listed(List<String> allowed) {
    return allowed.stream()
        .map(name -> name.isEmpty() ? "'' (empty)" : name)
        .collect(Collectors.joining(", "));
  }

  /// `inputs: {x: s16/2^-10}`, or a list of formats, one an element.
  private Map<String, String> formats(JsonNode value) {
    Map<String, String> formats = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : mapping("inputs", value)) {
      JsonNode format = entry.getValue();
      if (format.isArray()) {
        List<String> elements = new ArrayList<>();
        format.forEach(element -> elements.add(text("inputs." + entry.getKey(), element)));
        formats.put(entry.getKey(), String.join(",", elements));
      } else {
        formats.put(entry.getKey(), text("inputs." + entry.getKey(), format));
      }
    }
    return formats;
  }

  private Settings withLayers(Settings settings, JsonNode value) {
    Map<String, String> layers = new LinkedHashMap<>(settings.layers());
    for (Map.Entry<String, JsonNode> entry : mapping("layers", value)) {
      String key = "layers." + entry.getKey();
      JsonNode layer = entry.getValue();
      if (!layer.isObject() || layer.size() != 1 || !layer.has("strategy")) {
        wrong(key, "must be a mapping with the one key 'strategy'");
        continue;
      }
      oneOf(key + ".strategy", layer.get("strategy"), List.of("parallel"))
          .ifPresent(strategy -> layers.put(entry.getKey(), strategy));
    }
    return new Settings(
        settings.model(),
        settings.weights(),
        settings.profile(),
        settings.inputs(),
        settings.saturate(),
        settings.clock(),
        settings.delayModel(),
        settings.handshake(),
        layers);
  }

  private Iterable<Map.Entry<String, JsonNode>> mapping(String key, JsonNode value) {
    if (!value.isObject()) {
      wrong(key, "must be a mapping");
      return List.of();
    }
    return value.properties();
  }

  private void wrong(String key, String message) {
    diagnostics.error(
        Code.USE_OPTION,
        place,
        "'" + key + "' " + message,
        "`intaglio init MODEL` writes a commented settings file");
  }
}
