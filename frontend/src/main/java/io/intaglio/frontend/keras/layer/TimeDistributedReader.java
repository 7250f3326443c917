package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.file.KerasLayer;
import io.intaglio.ir.op.Ref;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// TimeDistributed around a layer that works element by element or along the last axis, which is
/// that layer itself.
///
/// Source: keras/src/layers/rnn/time_distributed.py.
final class TimeDistributedReader implements LayerReader {
  private static final Set<String> ALONG_THE_LAST =
      Set.of("Activation", "Dense", "Dropout", "QActivation", "QDense", "ReLU", "Softmax");

  @Override
  public Ref read(LayerSite site) throws Refused {
    JsonNode inner = site.config().path("layer");
    String name = inner.path("class_name").asString("");
    String kind = name.substring(name.lastIndexOf('>') + 1);
    JsonNode config = inner.path("config");
    // A quantizer of HGQ2 would have the shape of one step, without the axis of steps.
    if (!ALONG_THE_LAST.contains(kind) || HgqReader.isHgq(config)) {
      throw site.form(
          "TimeDistributed around " + FileNames.printable(kind),
          "apply a layer that works along the last axis, such as Dense, to the whole sequence");
    }
    LayerSite within = site.inner("layer", kind, config);
    Precision.demand(within);
    if (kind.equals("Softmax") && config.path("axis").asInt(-1) != -1) {
      throw site.form(
          "TimeDistributed around a Softmax along axis "
              + config.path("axis").asInt(-1)
              + ", which counts from another axis than this layer's",
          "use a Softmax along the last axis, axis=-1");
    }
    KerasLayer layer = within.layer();
    return LayerTable.reader(layer).orElseThrow().read(within);
  }
}
