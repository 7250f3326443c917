package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.intaglio.frontend.onnx.tensor.TooLarge;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.IOException;

/// Bytes to `ModelProto`, and what the file as a whole must be.
final class ModelParser {
  /// The newest version of ONNX's operators whose meaning is known here.
  static final int NEWEST_OPSET = 26;

  private ModelParser() {}

  /// @throws InvalidInput if this is no ONNX model
  static ModelProto parse(byte[] content, String file) {
    if (content.length == 0) {
      throw refusal(Code.MOD_MALFORMED, file, "the file is empty", "export the model again");
    }
    try {
      WireCensus.check(content, ModelProto.getDescriptor());
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(content).newCodedInput();
      in.enableAliasing(true);
      in.setSizeLimit(Integer.MAX_VALUE);
      ModelProto model = ModelProto.parseFrom(in);
      demandGraph(model, file);
      return model;
    } catch (TooLarge e) {
      throw refusal(Code.MOD_TOO_LARGE, file, e.getMessage(), "import a smaller part of the model");
    } catch (IOException e) {
      throw refusal(
          Code.MOD_MALFORMED,
          file,
          "the file is no TFLite, ONNX or Keras model, or a damaged one",
          "check that it is a model file, and complete");
    }
  }

  private static void demandGraph(ModelProto model, String file) {
    if (!model.hasGraph()) {
      throw refusal(
          Code.MOD_UNREADABLE,
          file,
          "the file is no TFLite, ONNX or Keras model, or one without a graph",
          "check that it is a model file, and complete");
    }
  }

  /// The version of ONNX's own operators that the model imports; 1 if it does not say.
  static int opset(ModelProto model, String file) {
    long version = 0;
    for (OperatorSetIdProto imported : model.getOpsetImportList()) {
      if (imported.getDomain().isEmpty() || imported.getDomain().equals("ai.onnx")) {
        if (version != 0 && version != imported.getVersion()) {
          throw refusal(
              Code.MOD_MALFORMED,
              file,
              "the file imports two versions of ONNX's operators",
              "export the model again");
        }
        version = imported.getVersion();
        if (version < 1 || version > NEWEST_OPSET) {
          throw refusal(
              Code.IMP_UNSUPPORTED_FORM,
              file,
              "version " + version + " of ONNX's operators is not known",
              "export with an opset from 1 to " + NEWEST_OPSET);
        }
      }
    }
    return version == 0 ? 1 : (int) version;
  }

  private static InvalidInput refusal(Code code, String file, String message, String help) {
    return new InvalidInput(Diagnostic.error(code, Origin.file(file), message, help));
  }
}
