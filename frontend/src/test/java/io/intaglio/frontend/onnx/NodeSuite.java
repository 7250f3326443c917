package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// ONNX's backend node tests: models of one operator with inputs and outputs.
final class NodeSuite {
  private NodeSuite() {}

  /// One test.
  record Case(String name, ModelProto model, List<TensorProto> inputs, List<TensorProto> outputs) {
    String operator() {
      return model.getGraph().getNode(0).getOpType();
    }
  }

  static List<Case> read(Path archive) throws IOException {
    Map<String, Map<String, byte[]>> folders = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String[] path = entry.getName().split("/", -1);
        if (entry.isFile()) {
          folders
              .computeIfAbsent(path[1], _ -> new TreeMap<>())
              .put(path[path.length - 1], tar.readAllBytes());
        }
      }
    }
    List<Case> cases = new ArrayList<>();
    for (Map.Entry<String, Map<String, byte[]>> folder : folders.entrySet()) {
      Map<String, byte[]> files = folder.getValue();
      cases.add(
          new Case(
              folder.getKey(),
              ModelProto.parseFrom(files.get("model.onnx")),
              tensors(files, "input_"),
              tensors(files, "output_")));
    }
    return cases;
  }

  private static List<TensorProto> tensors(Map<String, byte[]> files, String prefix)
      throws InvalidProtocolBufferException {
    List<TensorProto> tensors = new ArrayList<>();
    for (int i = 0; files.containsKey(prefix + i + ".pb"); i++) {
      tensors.add(TensorProto.parseFrom(files.get(prefix + i + ".pb")));
    }
    return tensors;
  }
}
