package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.file.KerasLayer;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// One layer being read: its configuration, its weights, its operands and where its operators go.
public final class LayerSite {
  private static final String ITS_OWN_WEIGHTS =
      "give the weights that were saved with this architecture, or save the model again";

  private final KerasLayer layer;
  private final NetworkMaker maker;
  private final Origin origin;
  private final List<Ref> inputs;

  public LayerSite(KerasLayer layer, NetworkMaker maker, Origin origin) {
    this(layer, maker, origin, layer.inbound().stream().map(maker::value).toList());
  }

  private LayerSite(KerasLayer layer, NetworkMaker maker, Origin origin, List<Ref> inputs) {
    this.layer = layer;
    this.maker = maker;
    this.origin = origin;
    this.inputs = inputs;
  }

  /// The same layer, reading other values.
  LayerSite over(List<Ref> values) {
    return new LayerSite(layer, maker, origin, values);
  }

  /// The layer inside this one, a wrapper, whose tensors are below `group`.
  LayerSite inner(String group, String kind, JsonNode config) {
    return new LayerSite(layer.inner(group, kind, config), maker, origin, inputs);
  }

  KerasLayer layer() {
    return layer;
  }

  public String kind() {
    return layer.kind();
  }

  public JsonNode config() {
    return layer.config();
  }

  public Map<String, FloatTensor> weights() {
    return layer.weights();
  }

  public int inputs() {
    return inputs.size();
  }

  /// The only operand.
  public Ref x() throws Refused {
    if (inputs() != 1) {
      throw form(kind() + " of " + inputs() + " tensors", "give it one");
    }
    return input(0);
  }

  public Ref input(int index) {
    return inputs.get(index);
  }

  List<Ref> allInputs() {
    return inputs;
  }

  /// Its positional arguments, if the file states them.
  List<JsonNode> arguments() {
    List<JsonNode> all = new ArrayList<>();
    layer.call().arguments().ifPresent(nodes -> nodes.forEach(all::add));
    return all;
  }

  public Shape shape(Ref ref) {
    return maker.shape(ref);
  }

  Ref modelInput(Shape shape) {
    return maker.input(
        new NetInput(
            layer.name(), shape, FloatType.FLOAT32, Optional.empty(), Optional.empty(), origin));
  }

  /// Emits an operator whose result is named after the layer.
  public Ref emit(String what, Shape shape, RealOp op) {
    return maker.emit(layer.name() + "." + what, shape, op, origin);
  }

  /// Emits a constant.
  public Ref constant(String what, RealTensor value) {
    return emit(what, value.shape(), new RealParameter(value));
  }

  /// A constant of one exact number.
  public Ref number(String what, Rational value) {
    return constant(what, RealTensor.number(value));
  }

  /// `x·value`, or `x` for one.
  public Ref scaled(String what, Ref x, Rational value) {
    return value.equals(Rational.ONE)
        ? x
        : emit(what, shape(x), new RealMultiply(x, number(what + "_factor", value)));
  }

  /// A weight by its name in files of Keras 2 or its place in those of Keras 3.
  public FloatTensor weight(String name, String place) throws Refused {
    FloatTensor tensor = weights().containsKey(name) ? weights().get(name) : weights().get(place);
    if (tensor == null) {
      String found =
          weights().isEmpty()
              ? ", nor any other tensor of this layer"
              : ", where it has " + String.join(", ", new TreeSet<>(weights().keySet()));
      throw new Refused(
          Diagnostic.error(
              Code.MOD_MALFORMED,
              origin,
              "its weight '" + name + "' is not in the file" + FileNames.printable(found),
              ITS_OWN_WEIGHTS));
    }
    for (int i = 0; i < tensor.size(); i++) {
      if (!Double.isFinite(tensor.at(i))) {
        throw parameter("its weight '" + name + "' holds a number that is not finite");
      }
    }
    return tensor;
  }

  public String text(String key, String otherwise) {
    JsonNode node = config().path(key);
    return node.isString() ? node.asString() : otherwise;
  }

  public boolean flag(String key, boolean otherwise) {
    JsonNode node = config().path(key);
    return node.isBoolean() ? node.asBoolean() : otherwise;
  }

  public double real(String key, double otherwise) {
    JsonNode node = config().path(key);
    double value = node.isNumber() ? node.asDouble(Double.NaN) : otherwise;
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(key + " is no number");
    }
    return value;
  }

  /// A positive integer below 2^24.
  private int positive(JsonNode node, String key) throws Refused {
    if (!node.isInt() || node.asInt() < 1 || node.asInt() >= 1 << 24) {
      throw parameter(key + " is no positive integer");
    }
    return node.asInt();
  }

  /// `count` positive integers; one number stands for all.
  public int[] positives(String key, int count) throws Refused {
    JsonNode node = config().path(key);
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      all[i] = positive(node.isArray() ? node.path(i) : node, key);
    }
    if (node.isArray() && node.size() != count) {
      throw parameter(key + " has " + node.size() + " entries, not " + count);
    }
    return all;
  }

  void demandChannelsLast() throws Refused {
    if (!text("data_format", "channels_last").equals("channels_last")) {
      throw form("data_format is channels_first", "use channels_last");
    }
  }

  /// Axes between batch and channels, by the layer's name: `…1D` or `…2D`. Demands that channels
  /// are last and that the only operand has as many axes.
  int spatialAxes() throws Refused {
    demandChannelsLast();
    int axes = kind().endsWith("1D") ? 1 : 2;
    demandRank(x(), axes + 2);
    return axes;
  }

  int groups() {
    return (int) real("groups", 1);
  }

  void demandRank(Ref x, int rank) throws Refused {
    if (shape(x).rank() != rank) {
      throw new Refused(
          Diagnostic.error(
              Code.IMP_SHAPE,
              origin,
              kind() + " of a tensor " + shape(x) + ", not of " + rank + " axes",
              "save the model again with Keras"));
    }
  }

  /// Demands that a value has no more elements than any may have.
  public void demandValue(Shape shape) throws Refused {
    if (!shape.hasAtMost(Shape.MAX_VALUE_ELEMENTS)) {
      throw new Refused(
          Diagnostic.error(
              Code.MOD_TOO_LARGE,
              origin,
              "a value of shape "
                  + shape
                  + " has more than "
                  + Shape.MAX_VALUE_ELEMENTS
                  + " elements",
              "import a smaller part of the model"));
    }
  }

  /// A refusal of the layer's form.
  public Refused form(String message, String help) {
    return new Refused(Diagnostic.error(Code.IMP_UNSUPPORTED_FORM, origin, message, help));
  }

  /// A refusal of a stored tensor whose shape is not the one that the configuration demands.
  public Refused misfit(String message) {
    return new Refused(Diagnostic.error(Code.IMP_BAD_PARAMETER, origin, message, ITS_OWN_WEIGHTS));
  }

  /// Demands what the configuration says of an extent of a stored tensor, `key = units` or the
  /// like.
  public void demandExtent(String key, String name, Shape stored, int axis) throws Refused {
    int stated = positives(key, 1)[0];
    if (axis >= stored.rank() || stored.dim(axis) != stated) {
      throw misfit("a " + name + " " + stored + " for " + key + " = " + stated);
    }
  }

  /// A refusal of a parameter that has no meaning.
  public Refused parameter(String message) {
    return new Refused(
        Diagnostic.error(
            Code.IMP_BAD_PARAMETER, origin, message, "save the model again with Keras"));
  }
}
