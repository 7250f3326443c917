package io.intaglio.cli.verify;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.IntType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Emitted Verilog on disk.
///
/// @param folder where each module lies in a file of its own name
/// @param top the top module
/// @param taps where the values are
public record Design(Path folder, String top, List<Tap> taps) {
  private static final String FILE = "taps.json";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

  public Design {
    folder = folder.toAbsolutePath();
    taps = List.copyOf(taps);
  }

  /// The design in a build folder: `taps.json`, and the modules in `rtl`.
  ///
  /// @throws InvalidInput if `taps.json` is missing or not what the Verilog backend writes
  public static Design read(Path build) {
    try {
      JsonNode root = JsonMapper.shared().readTree(Files.readString(build.resolve(FILE)));
      String top = identifier(text(root, "top"));
      List<Tap> taps = new ArrayList<>();
      for (JsonNode tap : array(root, "taps")) {
        taps.addAll(elements(top, tap));
      }
      return new Design(build.resolve("rtl"), top, taps);
    } catch (IOException | JacksonException e) {
      throw unreadable("it cannot be read: " + e.getMessage());
    }
  }

  private static List<Tap> elements(String top, JsonNode tap) {
    String value = text(tap, "value");
    String path = text(tap, "path");
    List<Tap> taps = new ArrayList<>();
    JsonNode elements = array(tap, "elements");
    for (int i = 0; i < elements.size(); i++) {
      int width = number(elements.get(i), "width");
      if (width > 0) {
        taps.add(
            new Tap(
                value,
                i,
                below(top, path),
                number(elements.get(i), "lsb"),
                width == number(tap, "bits"),
                type(elements.get(i), width),
                number(tap, "stage")));
      }
    }
    return taps;
  }

  private static IntType type(JsonNode element, int width) {
    JsonNode signed = element.path("signed");
    if (!signed.isBoolean() || width > IntType.MAX_BITS) {
      throw unreadable("an element has no type");
    }
    return new IntType(signed.booleanValue(), width);
  }

  /// The path without the top module's name.
  private static String below(String top, String path) {
    if (!path.startsWith(top + ".")) {
      throw unreadable("the path '" + path + "' is not in '" + top + "'");
    }
    String net = path.substring(top.length() + 1);
    for (String part : net.split("\\.", -1)) {
      identifier(part);
    }
    return net;
  }

  private static String identifier(String name) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw unreadable("'" + name + "' is not a name of a module or net");
    }
    return name;
  }

  private static String text(JsonNode node, String key) {
    if (!node.path(key).isString()) {
      throw unreadable("it has no text '" + key + "'");
    }
    return node.path(key).stringValue();
  }

  private static int number(JsonNode node, String key) {
    JsonNode number = node.path(key);
    if (!number.isInt() || number.intValue() < 0) {
      throw unreadable("it has no natural number '" + key + "'");
    }
    return number.intValue();
  }

  private static JsonNode array(JsonNode node, String key) {
    if (!node.path(key).isArray()) {
      throw unreadable("it has no list '" + key + "'");
    }
    return node.path(key);
  }

  private static InvalidInput unreadable(String reason) {
    return new InvalidInput(
        Diagnostic.error(
            Code.IR_TEXT,
            Origin.file(FILE),
            "this is not the map of a design's nets: " + reason,
            "build the folder again"));
  }
}
