package io.intaglio.frontend.tflite;

/// DENSIFY of a sparse constant, which makes no value: whoever reads its output reads the constant.
///
/// TFLite's own kernels have it, also those before LiteRT 1.3; the interpreter for microcontrollers
/// has not, and computes the same with the weights stored dense.
///
/// Source: tensorflow/lite/kernels/densify.cc.
final class DensifyReader implements OperatorReader {
  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    site.arity(1, 1);
    FlatTensor x = site.sparseInput(0);
    FlatTensor y = site.output(x.type());
    ShapeRules.demandShape(site, y, x.shape());
  }
}
