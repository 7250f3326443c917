package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;

/// Reads ONNX files with QONNX quantizers.
///
/// The meaning is that of the `qonnx` runtime with stored parameters taken as exact numbers, and
/// constants quantized once in its own floating-point arithmetic. What is not exact or not
/// supported is refused, all of it at once.
public final class OnnxImporter {
  /// The rounding profile of these files.
  public static final String PROFILE = "qonnx";

  private OnnxImporter() {}

  /// The network in the bytes of a file.
  ///
  /// @param file the file's name without its folder, for messages
  /// @throws InvalidInput with everything that hinders an exact import
  public static Network read(byte[] content, String file, ImportOptions options) {
    String profile = options.profile();
    if (!profile.isEmpty() && !profile.equals(PROFILE)) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OPTION,
              Origin.file(file),
              "the profile '" + profile + "' is not one for ONNX files",
              "use the profile " + PROFILE));
    }
    ModelProto model = ModelParser.parse(content, file);
    int opset = ModelParser.opset(model, file);
    Diagnostics diagnostics = new Diagnostics();
    OnnxGraph graph = GraphReader.read(model.getGraph(), file, diagnostics);
    return new Translation(graph, model.getFunctionsList(), opset, file, diagnostics).network();
  }
}
