package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.onnx.operator.Profile;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;
import java.util.List;
import java.util.stream.Collectors;

/// Reads ONNX files that are quantized: by QONNX's quantizers, by ONNX's own around float operators
/// (QDQ), or with operators of codes (QOperator).
///
/// The meaning of QONNX's is that of the `qonnx` runtime with stored parameters taken as exact
/// numbers, and constants quantized once in its own floating-point arithmetic; that of the others
/// is ONNX Runtime's with every node fused to its integer kernel, or the same with rescales in real
/// arithmetic ([Profile]). What is not exact or not
/// supported is refused, all of it at once.
public final class OnnxImporter {
  private OnnxImporter() {}

  /// The network in the bytes of a file.
  ///
  /// @param file the file's name without its folder, for messages
  /// @throws InvalidInput with everything that hinders an exact import
  public static Network read(byte[] content, String file, ImportOptions options) {
    ModelProto model = ModelParser.parse(content, file);
    int opset = ModelParser.opset(model, file);
    Diagnostics diagnostics = new Diagnostics();
    OnnxGraph graph = GraphReader.read(model.getGraph(), file, diagnostics);
    Profile profile = profile(graph, file, options);
    if (profile != Profile.QONNX) {
      graph = QdqFusion.fuse(graph, profile, opset, file, diagnostics);
    }
    return new Translation(graph, model.getFunctionsList(), opset, profile, file, diagnostics)
        .network();
  }

  static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static Profile profile(OnnxGraph graph, String file, ImportOptions options) {
    boolean integer = graph.nodes().stream().anyMatch(UnsupportedOperators::isIntegerForm);
    List<Profile> fitting =
        integer ? List.of(Profile.ONNX_RUNTIME, Profile.EXACT) : List.of(Profile.QONNX);
    return fitting.stream()
        .filter(profile -> options.profile().isEmpty() || options.profile().equals(profile.id()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInput(
                    Diagnostic.error(
                        Code.USE_OPTION,
                        Origin.file(file),
                        "the profile '" + options.profile() + "' is not one for this file",
                        "use the profile "
                            + fitting.stream()
                                .map(Profile::id)
                                .collect(Collectors.joining(" or ")))));
  }
}
