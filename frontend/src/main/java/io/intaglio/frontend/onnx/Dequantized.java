package io.intaglio.frontend.onnx;

import java.util.List;

/// A float tensor that is nothing but codes made real.
///
/// @param tensor the codes
/// @param zero the zero point, or empty
/// @param axis along which there are several scales
record Dequantized(String tensor, String scale, String zero, long axis) {
  List<String> names() {
    return List.of(tensor, scale, zero);
  }
}
