package io.intaglio.cli.model;

import io.intaglio.cli.file.FileName;
import io.intaglio.cli.file.Sha256;
import io.intaglio.cli.settings.Settings;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.Importer;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.text.FxFiles;
import io.intaglio.ir.verify.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads whatever the user calls a model: an ONNX, TFLite or Keras file, or a lowered `.fx` graph.
public final class ModelReader {
  private static final byte[] FX_START = "intaglio".getBytes(StandardCharsets.US_ASCII);

  private ModelReader() {}

  /// Reads, lowers and checks.
  ///
  /// @throws InvalidInput with everything that is wrong with the file or the settings
  public static Model read(Path file, Settings settings) {
    if (isFx(file)) {
      demandNoImportSettings(settings);
      Certified certified = FxFiles.read(file);
      demandValid(certified);
      return model(file, Optional.empty(), certified, settings);
    }
    return lowered(file, imported(file, settings), settings);
  }

  /// As [#read], but a network without quantizers, which cannot be lowered, is given as it is.
  public static ReadModel open(Path file, Settings settings) {
    if (isFx(file)) {
      return read(file, settings);
    }
    Network network = imported(file, settings);
    if (network.isFloat()) {
      demandNoCodes(settings);
      return new FloatModel(FileName.of(file), digest(file), network);
    }
    return lowered(file, network, settings);
  }

  private static Network imported(Path file, Settings settings) {
    return Importer.read(file, new ImportOptions(settings.profile(), weights(settings.weights())));
  }

  private static Optional<Path> weights(String path) {
    try {
      return path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    } catch (InvalidPathException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OPTION,
              Origin.NONE,
              "the path of the weights is none: " + e.getReason(),
              "name a file of weights"));
    }
  }

  private static Model lowered(Path file, Network network, Settings settings) {
    Certified certified = lower(network, settings, Optional.empty());
    return model(file, Optional.of(network), certified, settings);
  }

  private static void demandQuantizers(Network network) {
    if (network.isFloat()) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.IMP_FLOAT_ONLY,
              Origin.file(network.source()),
              "the network has no quantizers: its numbers are floating-point throughout, and only"
                  + " integers can be lowered",
              "quantize it first (Brevitas, QKeras, HGQ, the TFLite converter, ONNX Runtime's"
                  + " quantize_static); `intaglio inspect` and `intaglio simulate` take it as it"
                  + " is; quantization after training is not part of Intaglio yet"));
    }
  }

  /// As [#read], with `fallback` as the domain of inputs that have none; the names of those inputs
  /// are added to `used`.
  public static Model read(Path file, Settings settings, String fallback, List<String> used) {
    if (isFx(file)) {
      return read(file, settings);
    }
    Network network = imported(file, settings);
    Certified certified = lower(network, settings, Optional.of(InputFormat.parse(fallback)));
    used.addAll(withoutDomain(network, certified));
    return model(file, Optional.of(network), certified, settings);
  }

  private static Model model(
      Path file, Optional<Network> network, Certified certified, Settings settings) {
    demandKnownLayers(certified.boundary().graph(), settings);
    return new Model(FileName.of(file), digest(file), network, certified);
  }

  private static void demandKnownLayers(FixedGraph graph, Settings settings) {
    Set<String> known =
        graph.nodes().stream().map(node -> node.result().name()).collect(Collectors.toSet());
    Diagnostics diagnostics = new Diagnostics();
    for (String layer : settings.layers().keySet()) {
      if (!layer.equals(Settings.ALL) && !known.contains(layer)) {
        diagnostics.error(
            Code.USE_OPTION,
            Origin.NONE,
            "the settings name a layer '" + layer + "', which the model does not have",
            "near are " + String.join(", ", NearNames.of(layer, known)));
      }
    }
    diagnostics.throwIfErrors();
  }

  /// Inputs whose domain is not the model's, in its order.
  private static Set<String> withoutDomain(Network network, Certified certified) {
    Set<String> stated =
        network.inputs().stream()
            .filter(input -> input.format().isPresent())
            .map(NetInput::name)
            .collect(Collectors.toSet());
    Set<String> open = new LinkedHashSet<>();
    for (Head head : certified.boundary().heads()) {
      if (head.encoding() instanceof Encoding.Grid && !stated.contains(head.input())) {
        open.add(head.input());
      }
    }
    return open;
  }

  private static Certified lower(
      Network network, Settings settings, Optional<InputFormat> fallback) {
    demandQuantizers(network);
    Diagnostics diagnostics = new Diagnostics();
    Map<String, InputFormat> formats = new LinkedHashMap<>();
    Optional<InputFormat> all = fallback;
    Set<String> inputs = network.inputs().stream().map(NetInput::name).collect(Collectors.toSet());
    for (Map.Entry<String, String> entry : settings.inputs().entrySet()) {
      Optional<InputFormat> format = parse(entry, diagnostics);
      if (entry.getKey().equals(Settings.ALL)) {
        all = format.or(() -> fallback);
      } else if (!inputs.contains(entry.getKey())) {
        diagnostics.error(
            Code.USE_OPTION,
            Origin.NONE,
            "there is no input '" + entry.getKey() + "' to give a format to",
            "the inputs are " + String.join(", ", inputs.stream().sorted().toList()));
      } else {
        format.ifPresent(parsed -> formats.put(entry.getKey(), parsed));
      }
    }
    diagnostics.throwIfErrors();
    Certified certified =
        Lowering.lower(network, new LoweringOptions(formats, all, settings.saturate()));
    Set<String> open = withoutDomain(network, certified);
    if (open.isEmpty() && settings.inputs().containsKey(Settings.ALL)) {
      diagnostics.error(
          Code.USE_OPTION,
          Origin.NONE,
          "the model itself states the domain of every input",
          "leave the input format out");
    }
    List<Head> heads = certified.boundary().heads();
    if (settings.saturate()
        && heads.stream().noneMatch(h -> h.encoding() instanceof Encoding.Grid)) {
      diagnostics.error(
          Code.USE_OPTION,
          Origin.NONE,
          "saturation is given, and the model itself says what becomes of reals out of range",
          "leave it out");
    }
    for (String name : formats.keySet()) {
      if (!open.contains(name)) {
        diagnostics.error(
            Code.USE_OPTION,
            Origin.NONE,
            "the model itself states the domain of input '" + name + "'",
            "leave its input format out");
      }
    }
    diagnostics.throwIfErrors();
    return certified;
  }

  private static Optional<InputFormat> parse(
      Map.Entry<String, String> entry, Diagnostics diagnostics) {
    try {
      return Optional.of(InputFormat.parse(entry.getValue()));
    } catch (IllegalArgumentException e) {
      diagnostics.error(
          Code.USE_OPTION,
          Origin.NONE,
          "input format '" + entry.getValue() + "': " + e.getMessage(),
          "write type/step, as in s16/2^-10, u8/1/255, or bipolar; a list, one an element, with"
              + " commas");
      return Optional.empty();
    }
  }

  /// A lowered graph holds what these settings decide: they would do nothing.
  private static void demandNoImportSettings(Settings settings) {
    Diagnostics diagnostics = new Diagnostics();
    if (!settings.weights().isEmpty()) {
      decided("a file of weights", diagnostics);
    }
    if (!settings.profile().isEmpty()) {
      decided("a profile", diagnostics);
    }
    if (!settings.inputs().isEmpty()) {
      decided("an input format", diagnostics);
    }
    if (settings.saturate()) {
      decided("saturation", diagnostics);
    }
    diagnostics.throwIfErrors();
  }

  /// A network of reals has no codes that these settings could be about.
  private static void demandNoCodes(Settings settings) {
    Diagnostics diagnostics = new Diagnostics();
    if (!settings.inputs().isEmpty()) {
      aboutCodes("an input format", diagnostics);
    }
    if (settings.saturate()) {
      aboutCodes("saturation", diagnostics);
    }
    diagnostics.throwIfErrors();
  }

  private static void aboutCodes(String what, Diagnostics diagnostics) {
    diagnostics.error(
        Code.USE_OPTION,
        Origin.NONE,
        what + " is given for a network without quantizers, which has no codes",
        "leave it out, or quantize the network first");
  }

  private static void decided(String what, Diagnostics diagnostics) {
    diagnostics.error(
        Code.USE_OPTION,
        Origin.NONE,
        what + " is given for a lowered graph, which was lowered with its own",
        "give it to `intaglio lower`, with the model");
  }

  private static void demandValid(Certified certified) {
    List<Diagnostic> found = new ArrayList<>(Verifier.check(certified.boundary()));
    if (found.stream().anyMatch(Diagnostic::isError)) {
      throw new InvalidInput(found);
    }
  }

  /// What is no file, such as a pipe that nobody writes to, is not opened.
  private static boolean isFx(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return false;
    }
    if (FileName.of(file).endsWith(".fx")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(FX_START.length), FX_START);
    } catch (IOException e) {
      return false;
    }
  }

  private static String digest(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.MOD_UNREADABLE,
              Origin.file(FileName.of(file)),
              "cannot be read",
              "check its rights"));
    }
  }
}
