package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.file.KerasLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The layer classes that are read.
public final class LayerTable {
  private static final Map<String, LayerReader> READERS = new TreeMap<>();

  static {
    READERS.put("Activation", new ActivationReader());
    READERS.put("ActivityRegularization", new IdentityReader());
    READERS.put("Add", new AddReader());
    READERS.put("AlphaDropout", new IdentityReader());
    READERS.put("AveragePooling1D", new PoolReader());
    READERS.put("AveragePooling2D", new PoolReader());
    READERS.put("BatchNormalization", new BatchNormalizationReader());
    READERS.put("Concatenate", new ConcatenateReader());
    READERS.put("Conv1D", new ConvReader());
    READERS.put("Conv2D", new ConvReader());
    READERS.put("Dense", new DenseReader());
    READERS.put("DepthwiseConv2D", new DepthwiseConvReader());
    READERS.put("Dropout", new IdentityReader());
    READERS.put("Flatten", new ReshapeReader());
    READERS.put("GaussianDropout", new IdentityReader());
    READERS.put("GaussianNoise", new IdentityReader());
    READERS.put("GlobalAveragePooling1D", new GlobalPoolReader());
    READERS.put("GlobalAveragePooling2D", new GlobalPoolReader());
    READERS.put("GlobalMaxPooling1D", new GlobalPoolReader());
    READERS.put("GlobalMaxPooling2D", new GlobalPoolReader());
    READERS.put("InputLayer", new InputReader());
    READERS.put("LeakyReLU", new ReluReader());
    READERS.put("MaxPooling1D", new PoolReader());
    READERS.put("MaxPooling2D", new PoolReader());
    READERS.put("Multiply", new MultiplyReader());
    READERS.put("Permute", new PermuteReader());
    READERS.put("QActivation", new ActivationReader());
    READERS.put("QAveragePooling2D", new QuantizedPoolReader());
    READERS.put("QConv1D", either(new ConvReader()));
    READERS.put("QConv2D", either(new ConvReader()));
    READERS.put("FixedPointQuantizer", new FixedPointQuantizerReader());
    READERS.put("QBatchNormDense", new HgqLinearReader());
    READERS.put("Quantizer", new HgqQuantizerReader());
    READERS.put("QConv2DBatchnorm", new FoldedConvReader());
    READERS.put("QDense", either(new DenseReader()));
    READERS.put("QDenseBatchnorm", new FoldedDenseReader());
    READERS.put("QDepthwiseConv2D", new DepthwiseConvReader());
    READERS.put("QDepthwiseConv2DBatchnorm", new FoldedConvReader());
    READERS.put("QGlobalAveragePooling2D", new QuantizedPoolReader());
    READERS.put("QSeparableConv2D", new SeparableConvReader());
    READERS.put("ReLU", new ReluReader());
    READERS.put("Reshape", new ReshapeReader());
    READERS.put("SeparableConv2D", new SeparableConvReader());
    READERS.put("Softmax", new SoftmaxReader());
    READERS.put("SpatialDropout1D", new IdentityReader());
    READERS.put("SpatialDropout2D", new IdentityReader());
    READERS.put("Subtract", new SubtractReader());
    READERS.put("UpSampling2D", new UpSamplingReader());
    READERS.put("ZeroPadding1D", new ZeroPaddingReader());
    READERS.put("ZeroPadding2D", new ZeroPaddingReader());
  }

  private LayerTable() {}

  /// QKeras and HGQ2 name layers alike.
  private static LayerReader either(LayerReader qkeras) {
    LayerReader hgq = new HgqLinearReader();
    return site -> HgqLinearReader.isHgq(site) ? hgq.read(site) : qkeras.read(site);
  }

  public static Optional<LayerReader> reader(String kind) {
    return Optional.ofNullable(READERS.get(kind));
  }

  /// Names of the classes that are read.
  public static List<String> supported() {
    return List.copyOf(READERS.keySet());
  }

  /// What is done with each class that is read, for the page of operators.
  public static Map<String, String> statuses() {
    Map<String, String> statuses = new TreeMap<>();
    READERS.keySet().forEach(kind -> statuses.put(kind, "read"));
    return statuses;
  }

  /// What to do about a class that is not read.
  public static String remedy(String kind) {
    if (kind.contains("LSTM") || kind.contains("GRU") || kind.contains("RNN")) {
      return "recurrent layers keep a state: unroll them into dense layers, or use another model";
    }
    if (kind.contains("Attention")) {
      return "write the attention with dense layers and products";
    }
    if (kind.equals("Functional") || kind.equals("Sequential") || kind.equals("Model")) {
      return "put the layers of the inner model into the outer one";
    }
    if (kind.equals("Lambda") || kind.equals("TFOpLambda")) {
      return "code in a model has no stated meaning: use a layer in its place";
    }
    return "supported are " + String.join(", ", supported());
  }

  /// Whether a layer is one of HGQ.
  public static boolean isHgq(KerasLayer layer) {
    return layer.kind().equals("FixedPointQuantizer");
  }
}
