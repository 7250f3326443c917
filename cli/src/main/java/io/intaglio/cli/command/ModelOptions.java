package io.intaglio.cli.command;

import io.intaglio.cli.file.FileName;
import io.intaglio.cli.settings.Settings;
import io.intaglio.cli.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The model and how it is read. Flags win over the settings file.
final class ModelOptions {
  private static final String DEFAULT_CONFIG = "intaglio.yaml";

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "An ONNX, TFLite or Keras model, or a lowered graph (.fx).")
  Path model;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings file; by default " + DEFAULT_CONFIG + " of this folder if it names MODEL.")
  Path config;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Weights of a Keras architecture in JSON; by default NAME_weights.h5 or NAME.weights.h5"
              + " beside it.")
  Path weights;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Rounding profile: whose arithmetic the model means. For TFLite tflm, tflite-reference,"
              + " tflite-xnnpack, tflite-single; for ONNX qonnx, onnxruntime, exact; for Keras"
              + " qkeras, hgq.")
  String profile;

  @Option(
      names = "--input-format",
      paramLabel = "[NAME=]FORMAT",
      description =
          "Integer domain of an input that has none: s16/2^-10 (signed, 16 bits, step 2^-10), u8/1,"
              + " u8/1/255 (bytes divided by 255), bipolar; a comma-separated list gives one an"
              + " element. Repeatable.")
  List<String> inputFormats = List.of();

  @Option(
      names = "--saturate",
      description = "Real inputs outside their format saturate instead of being refused.")
  boolean saturate;

  /// Settings of the file, if there is one, then the flags.
  Settings settings() {
    Settings settings = fromFile();
    if (weights != null) {
      settings = settings.withWeights(weights.toString());
    }
    if (profile != null) {
      settings = settings.withProfile(profile);
    }
    if (saturate) {
      settings = settings.withSaturate(true);
    }
    Settings ofModel = settings.withModel(FileName.of(model));
    Map<String, String> given = formats();
    // A format for all inputs wins over those that the file gives to single ones.
    return given.containsKey(Settings.ALL)
        ? ofModel.withOnlyInputs(given)
        : ofModel.withInputs(given);
  }

  private Settings fromFile() {
    if (config != null) {
      return SettingsReader.read(config);
    }
    Path here = Path.of(DEFAULT_CONFIG);
    if (!Files.isRegularFile(here)) {
      return Settings.DEFAULT;
    }
    Settings settings = SettingsReader.read(here);
    return settings.model().equals(FileName.of(model)) ? settings : Settings.DEFAULT;
  }

  private Map<String, String> formats() {
    Map<String, String> formats = new LinkedHashMap<>();
    for (String given : inputFormats) {
      int equals = given.indexOf('=');
      formats.put(
          equals < 0 ? Settings.ALL : given.substring(0, equals), given.substring(equals + 1));
    }
    return formats;
  }
}
