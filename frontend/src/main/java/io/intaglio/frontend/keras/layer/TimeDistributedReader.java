package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.FileNames;
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
  public void demand(LayerSite site) throws Refused {
    LayerSite within = within(site);
    // A quantizer of HGQ2 would have the shape of one step, without the axis of steps.
    if (!ALONG_THE_LAST.contains(within.kind()) || HgqReader.isHgq(within.config())) {
      throw site.form(
          "TimeDistributed around " + FileNames.printable(within.kind()),
          "apply a layer that works along the last axis, such as Dense, to the whole sequence");
    }
    Precision.demand(within);
    int axis = within.config().path("axis").asInt(-1);
    if (within.kind().equals("Softmax") && axis != -1) {
      throw site.form(
          "TimeDistributed around a Softmax along axis "
              + axis
              + ", which counts from another axis than this layer's",
          "use a Softmax along the last axis, axis=-1");
    }
  }

  @Override
  public Ref read(LayerSite site) throws Refused {
    LayerSite within = within(site);
    return LayerTable.reader(within.layer()).orElseThrow().read(within);
  }

  private static LayerSite within(LayerSite site) {
    JsonNode inner = site.config().path("layer");
    String name = inner.path("class_name").asString("");
    return site.inner("layer", name.substring(name.lastIndexOf('>') + 1), inner.path("config"));
  }
}
