package io.intaglio.frontend.onnx.operator;

/// Whose arithmetic an ONNX file is read in.
public enum Profile {
  /// QONNX's own runtime.
  QONNX("qonnx"),
  /// ONNX Runtime with every quantized node fused to its int8 kernel.
  ONNX_RUNTIME("onnxruntime"),
  /// The structure of ONNX Runtime's fused graph, every rescale in real arithmetic.
  EXACT("exact");

  private final String id;

  Profile(String id) {
    this.id = id;
  }

  /// The name that a user gives.
  public String id() {
    return id;
  }
}
