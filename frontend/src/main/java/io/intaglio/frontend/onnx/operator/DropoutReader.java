package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;

/// ONNX `Dropout` in inference, where it hands its operand through.
final class DropoutReader {
  private DropoutReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 3);
    site.ignoreAttribute("ratio");
    site.ignoreAttribute("seed");
    if (!site.flag("is_test", true)) {
      throw training(site);
    }
    if (site.has(2)) {
      ConstantTensor mode = site.constant(2, "training mode");
      if (mode.size() != 1 || mode.real(0) != 0) {
        throw training(site);
      }
    }
    site.alias(site.input(0));
  }

  private static Refusal training(NodeSite site) {
    return site.form("Dropout is in training mode", "export in evaluation mode");
  }
}
