package io.intaglio.cli.folder;

import io.intaglio.cli.command.Version;
import io.intaglio.cli.model.Model;
import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.datapath.Datapath;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The content of `intaglio.json`: what the folder is, of what it was made, and the digest of every
/// other file.
final class Marker {
  private Marker() {}

  static String write(Model model, Datapath datapath, Map<String, byte[]> files) {
    Map<String, Object> marker = new LinkedHashMap<>();
    marker.put("format", 1);
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
    files.forEach((path, content) -> digests.put(path, sha256(content)));
    marker.put("files", digests);
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return mapper.writeValueAsString(marker).replace("\r\n", "\n") + "\n";
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
