package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.keras.file.KerasLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The layer classes that are read.
public final class LayerTable {
  private static final Map<String, LayerReader> READERS = new TreeMap<>();

  static {
    READERS.put("Activation", new ActivationReader());
    READERS.put("ActivityRegularization", new IdentityReader());
    READERS.put("Add", new AddReader());
    READERS.put("AlphaDropout", new IdentityReader());
    READERS.put("Amax", new ReduceReader());
    READERS.put("Amin", new ReduceReader());
    READERS.put("Average", new AverageReader());
    READERS.put("AveragePooling1D", new PoolReader());
    READERS.put("AveragePooling2D", new PoolReader());
    READERS.put("BatchNormalization", new BatchNormalizationReader());
    READERS.put("Concatenate", new ConcatenateReader());
    READERS.put("Conv1D", new ConvReader());
    READERS.put("Conv2D", new ConvReader());
    READERS.put("Dense", new DenseReader());
    READERS.put("DepthwiseConv2D", new DepthwiseConvReader());
    READERS.put("Dot", new DotReader());
    READERS.put("Dropout", new IdentityReader());
    READERS.put("Einsum", new EinsumReader());
    READERS.put("EinsumDense", new EinsumDenseReader());
    READERS.put("ExpandDims", new OperationReshapeReader());
    READERS.put("Flatten", new ReshapeReader());
    READERS.put("GaussianDropout", new IdentityReader());
    READERS.put("GaussianNoise", new IdentityReader());
    READERS.put("GetItem", new GetItemReader());
    READERS.put("GlobalAveragePooling1D", new GlobalPoolReader());
    READERS.put("GlobalAveragePooling2D", new GlobalPoolReader());
    READERS.put("GlobalMaxPooling1D", new GlobalPoolReader());
    READERS.put("GlobalMaxPooling2D", new GlobalPoolReader());
    READERS.put("InputLayer", new InputReader());
    READERS.put("LeakyReLU", new ReluReader());
    READERS.put("Matmul", new MatmulReader());
    READERS.put("Max", new ReduceReader());
    READERS.put("MaxPooling1D", new PoolReader());
    READERS.put("MaxPooling2D", new PoolReader());
    READERS.put("Maximum", new MaximumReader());
    READERS.put("Mean", new ReduceReader());
    READERS.put("Min", new ReduceReader());
    READERS.put("Minimum", new MinimumReader());
    READERS.put("Multiply", new MultiplyReader());
    READERS.put("Permute", new PermuteReader());
    READERS.put("QActivation", new ActivationReader());
    READERS.put("QAveragePooling2D", new QuantizedPoolReader());
    READERS.put("QConv1D", new ConvReader());
    READERS.put("QConv2D", new ConvReader());
    READERS.put("QConv2DBatchnorm", new FoldedConvReader());
    READERS.put("QDense", new DenseReader());
    READERS.put("QDenseBatchnorm", new FoldedDenseReader());
    READERS.put("QDepthwiseConv2D", new DepthwiseConvReader());
    READERS.put("QDepthwiseConv2DBatchnorm", new FoldedConvReader());
    READERS.put("QGlobalAveragePooling2D", new QuantizedPoolReader());
    READERS.put("QSeparableConv2D", new SeparableConvReader());
    READERS.put("ReLU", new ReluReader());
    READERS.put("Relu", new ReluReader());
    READERS.put("Reshape", new ReshapeReader());
    READERS.put("SeparableConv2D", new SeparableConvReader());
    READERS.put("Softmax", new SoftmaxReader());
    READERS.put("SpatialDropout1D", new IdentityReader());
    READERS.put("SpatialDropout2D", new IdentityReader());
    READERS.put("Squeeze", new OperationReshapeReader());
    READERS.put("Subtract", new SubtractReader());
    READERS.put("Sum", new ReduceReader());
    READERS.put("Swapaxes", new OperationTransposeReader());
    READERS.put("TimeDistributed", new TimeDistributedReader());
    READERS.put("Transpose", new OperationTransposeReader());
    READERS.put("UpSampling2D", new UpSamplingReader());
    READERS.put("ZeroPadding1D", new ZeroPaddingReader());
    READERS.put("ZeroPadding2D", new ZeroPaddingReader());
  }

  private LayerTable() {}

  /// The reader of a layer. QKeras and HGQ2 name layers alike.
  public static Optional<LayerReader> reader(KerasLayer layer) {
    LayerReader plain = READERS.get(layer.kind());
    LayerReader hgq = HgqTable.readers().get(layer.kind());
    return Optional.ofNullable(hgq != null && HgqReader.isHgq(layer) ? hgq : plain);
  }

  /// Names of the classes that are read.
  public static List<String> supported() {
    TreeSet<String> all = new TreeSet<>(READERS.keySet());
    all.addAll(HgqTable.readers().keySet());
    return List.copyOf(all);
  }

  /// What is done with each class that is read, for the page of operators.
  public static Map<String, String> statuses() {
    Map<String, String> statuses = new TreeMap<>();
    supported().forEach(kind -> statuses.put(kind, "read"));
    return statuses;
  }

  /// Whether a layer is one of HGQ.
  public static boolean isHgq(KerasLayer layer) {
    return HgqReader.isHgq(layer);
  }
}
