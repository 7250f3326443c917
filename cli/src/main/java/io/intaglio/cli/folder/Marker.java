package io.intaglio.cli.folder;

import io.intaglio.cli.command.Version;
import io.intaglio.cli.file.Sha256;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.datapath.Datapath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The content of `intaglio.json`: what the folder is, of what it was made, and the digest of every
/// other file.
final class Marker {
  private static final int FORMAT = 1;
  private static final long MAX_BYTES = 1L << 26;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private Marker() {}

  static String write(Model model, Datapath datapath, Map<String, byte[]> files) {
    Map<String, Object> marker = new LinkedHashMap<>();
    marker.put("format", FORMAT);
    marker.put("tool", "intaglio " + Version.current());
    marker.put("target", "verilog");
    marker.put("model", model.file());
    marker.put("model-sha256", model.digest());
    marker.put("profile", model.profile());
    marker.put("design", datapath.name());
    marker.put("handshake", Settings.nameOf(datapath.handshake()));
    marker.put("clock-picoseconds", datapath.clockPicoseconds());
    marker.put("delay-model", datapath.delayModel());
    marker.put("latency-cycles", datapath.latency());
    marker.put("initiation-interval", datapath.initiationInterval());
    Map<String, String> digests = new LinkedHashMap<>();
    files.forEach((path, content) -> digests.put(path, Sha256.of(content)));
    marker.put("files", digests);
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return mapper.writeValueAsString(marker).replace("\r\n", "\n") + "\n";
  }

  /// Digests of the files of `folder` as its marker lists them, by path within the folder.
  ///
  /// @return empty if the marker cannot be read or is none of ours
  static Optional<Map<String, String>> digests(Path folder) {
    Path file = folder.resolve(OutputFolder.MARKER);
    try {
      if (Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      return digests(folder, JsonMapper.shared().readTree(Files.readString(file)));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Map<String, String>> digests(Path folder, JsonNode marker) {
    JsonNode files = marker.path("files");
    if (!marker.path("format").isInt()
        || marker.path("format").intValue() != FORMAT
        || !files.isObject()) {
      return Optional.empty();
    }
    Map<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : files.properties()) {
      String digest = entry.getValue().isString() ? entry.getValue().stringValue() : "";
      if (!DIGEST.matcher(digest).matches() || !isWithin(folder, entry.getKey())) {
        return Optional.empty();
      }
      digests.put(entry.getKey(), digest);
    }
    return Optional.of(digests);
  }

  private static boolean isWithin(Path folder, String name) {
    try {
      Path root = folder.toAbsolutePath().normalize();
      Path path = root.resolve(name).normalize();
      return path.startsWith(root) && !path.equals(root);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
