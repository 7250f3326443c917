package io.intaglio.frontend.keras.layer;

import java.util.Map;
import java.util.TreeMap;

/// The layer classes of HGQ2 that are read. QKeras has some of the names too.
final class HgqTable {
  private static final Map<String, LayerReader> READERS = new TreeMap<>();

  static {
    put("QAdd", new AddReader());
    put("QAveragePooling1D", new PoolReader());
    put("QAveragePooling2D", new PoolReader());
    put("QAveragePow2", new AverageReader());
    put("QBatchNormDense", new HgqLinearReader());
    put("QBatchNormalization", new HgqBatchNormReader());
    put("QConv1D", new HgqLinearReader());
    put("QConv2D", new HgqLinearReader());
    put("QDense", new HgqLinearReader());
    put("QDot", new DotReader());
    put("QEinsum", new EinsumReader());
    put("QEinsumDense", new HgqEinsumReader());
    put("QEinsumDenseBatchnorm", new HgqEinsumReader());
    put("QGlobalAveragePooling1D", new GlobalPoolReader());
    put("QGlobalAveragePooling2D", new GlobalPoolReader());
    put("QGlobalMaxPooling1D", new GlobalPoolReader());
    put("QGlobalMaxPooling2D", new GlobalPoolReader());
    put("QMaxPooling1D", new PoolReader());
    put("QMaxPooling2D", new PoolReader());
    put("QMaximum", new MaximumReader());
    put("QMeanPow2", new HgqSumReader());
    put("QMinimum", new MinimumReader());
    put("QMultiply", new MultiplyReader());
    put("QSoftmax", new HgqSoftmaxReader());
    put("QSubtract", new SubtractReader());
    put("QSum", new HgqSumReader());
    READERS.put("FixedPointQuantizer", new FixedPointQuantizerReader());
    READERS.put("QLinformerAttention", new HgqAttentionReader());
    READERS.put("QMultiHeadAttention", new HgqAttentionReader());
    READERS.put("QUnaryFunctionLUT", new HgqUnaryReader());
    READERS.put("Quantizer", new HgqQuantizerReader());
  }

  private HgqTable() {}

  private static void put(String kind, LayerReader layer) {
    READERS.put(kind, new HgqReader(layer));
  }

  static Map<String, LayerReader> readers() {
    return READERS;
  }
}
