package io.intaglio.frontend.keras.layer;

import java.util.Set;

/// Why a layer class is not read, and what to do.
///
/// @param reason what hinders an exact import, beginning after the class's name
public record Unsupported(String reason, String remedy) {
  private static final Set<String> TABLES =
      Set.of("QConvT1D", "QConvT2D", "QDenseT", "QEinsumDenseT");
  private static final Set<String> MODELS = Set.of("Functional", "Model", "Sequential");
  private static final Set<String> CODE = Set.of("Lambda", "SlicingOpLambda", "TFOpLambda");

  public static Unsupported of(String kind) {
    if (kind.contains("LSTM") || kind.contains("GRU") || kind.contains("RNN")) {
      return new Unsupported(
          "is recurrent: it feeds a state back, and its gates are functions of unquantized reals",
          "unroll the steps into dense layers, products and QUnaryFunctionLUT or quantized"
              + " activations, or use a convolution or attention over the steps");
    }
    if (kind.contains("SNN") || kind.contains("LIF")) {
      return new Unsupported(
          "is a spiking layer that keeps a state from step to step",
          "unroll the steps into dense layers and thresholds, or use another layer");
    }
    if (kind.equals("QMultiHeadAttentionT") || kind.equals("QLinformerAttentionT")) {
      return new Unsupported(
          "projects through tables of small floating-point networks",
          "use QMultiHeadAttention or QLinformerAttention");
    }
    if (kind.contains("Attention")) {
      return new Unsupported(
          "takes a softmax of unquantized reals",
          "use QMultiHeadAttention of HGQ2, or write it with dense layers, Dot and QSoftmax");
    }
    if (TABLES.contains(kind)) {
      return new Unsupported(
          "is a table of small floating-point networks, whose entries differ between runtimes",
          "use QDense, QEinsumDense or QConv with QUnaryFunctionLUT");
    }
    if (kind.equals("QAffinedUnaryFunctionLUT")) {
      return new Unsupported(
          "scales its input by trained reals before the table",
          "use QUnaryFunctionLUT behind a QBatchNormalization");
    }
    if (kind.endsWith("3D")) {
      return new Unsupported(
          "works on volumes", "use the layer of two dimensions on slices of the volume");
    }
    if (MODELS.contains(kind)) {
      return new Unsupported(
          "is a model inside the model", "put the layers of the inner model into the outer one");
    }
    if (CODE.contains(kind)) {
      return new Unsupported(
          "is code, which has no stated meaning in a file",
          "use a layer or keras.ops in its place");
    }
    return new Unsupported(
        "is not supported", "supported are " + String.join(", ", LayerTable.supported()));
  }
}
