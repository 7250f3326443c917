package io.intaglio.cli.inspect;

import io.intaglio.cli.model.Model;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.MultiplierReport;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A lowered model as rows: its ends, its layers, what they cost.
public record Inspection(
    String model,
    String sha256,
    String profile,
    List<End> inputs,
    List<End> outputs,
    List<Layer> layers,
    Totals totals) {

  /// An input or output of the network: its name in the model, the model's shape (batch first), its
  /// integer type, what a code is worth (one step, or one an element), and the floating-point
  /// operators between the code and the model's real value, which no hardware holds.
  public record End(
      String name, List<Integer> shape, String type, String scale, List<String> software) {}

  /// One operator.
  ///
  /// @param min,max the proven range over all elements
  /// @param sourceMultiplierBits of a rescale or threshold: the multiplier the source needs
  /// @param multiplierBits of a rescale: the multiplier that is proven to do
  /// @param thresholds of a threshold: steps an element
  public record Layer(
      String name,
      String operator,
      List<String> operands,
      List<Integer> shape,
      String type,
      long min,
      long max,
      String scale,
      long multiplyAccumulates,
      long parameters,
      long zeroWeights,
      Optional<Integer> sourceMultiplierBits,
      Optional<Integer> multiplierBits,
      Optional<Integer> thresholds,
      String origin) {}

  /// Sums over the layers.
  public record Totals(long multiplyAccumulates, long parameters, long zeroWeights) {}

  public static Inspection of(Model model) {
    Boundary boundary = model.certified().boundary();
    FixedGraph graph = boundary.graph();
    Map<String, MultiplierReport.Layer> rescales = new LinkedHashMap<>();
    MultiplierReport.of(model.certified()).layers().forEach(row -> rescales.put(row.value(), row));
    List<Layer> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      layers.add(layer(node, Optional.ofNullable(rescales.get(node.result().name()))));
    }
    return new Inspection(
        model.file(),
        model.digest(),
        model.profile(),
        inputs(boundary),
        outputs(boundary),
        layers,
        totals(layers));
  }

  private static List<End> inputs(Boundary boundary) {
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < boundary.heads().size(); i++) {
      Head head = boundary.heads().get(i);
      Value value = boundary.graph().inputs().get(i);
      String scale = EndSteps.of(head, value.scale());
      ends.add(end(head.input(), head.shape(), value, scale, head.steps()));
    }
    return ends;
  }

  private static List<End> outputs(Boundary boundary) {
    List<End> ends = new ArrayList<>();
    Map<String, Value> values = boundary.graph().values();
    for (Tail tail : boundary.tails()) {
      Value value = values.get(tail.value());
      String scale = EndSteps.of(tail, value.scale());
      ends.add(end(tail.output(), tail.shape(), value, scale, tail.steps()));
    }
    return ends;
  }

  private static End end(
      String name, Shape shape, Value value, String scale, List<FloatStep> software) {
    return new End(name, dims(shape.toArray()), value.type().toString(), scale, names(software));
  }

  private static Layer layer(Node node, Optional<MultiplierReport.Layer> rescale) {
    Value value = node.result();
    LayerCost cost = LayerCost.of(node.op(), value.shape());
    return new Layer(
        value.name(),
        node.op().getClass().getSimpleName(),
        node.op().operands().stream().map(Ref::name).toList(),
        dims(value.shape().toArray()),
        value.type().toString(),
        value.range().min(),
        value.range().max(),
        value.scale().toString(),
        cost.multiplyAccumulates(),
        cost.parameters(),
        cost.zeroWeights(),
        rescale.map(MultiplierReport.Layer::bitsBefore),
        rescale.filter(row -> row.thresholds() == 0).map(MultiplierReport.Layer::bitsAfter),
        rescale.map(MultiplierReport.Layer::thresholds).filter(count -> count > 0),
        value.origin().toString());
  }

  private static Totals totals(List<Layer> layers) {
    return new Totals(
        layers.stream().mapToLong(Layer::multiplyAccumulates).sum(),
        layers.stream().mapToLong(Layer::parameters).sum(),
        layers.stream().mapToLong(Layer::zeroWeights).sum());
  }

  private static List<String> names(List<FloatStep> steps) {
    return steps.stream()
        .map(
            step ->
                switch (step) {
                  case FloatStep.Arithmetic arithmetic ->
                      arithmetic.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                  case FloatStep.Rectify _ -> "relu";
                  case FloatStep.BatchNormalize _ -> "batch normalization";
                  case FloatStep.Softmax _ -> "softmax";
                })
        .toList();
  }

  private static List<Integer> dims(int[] dims) {
    return Arrays.stream(dims).boxed().toList();
  }

  /// The inspection as a table for people.
  public List<String> lines() {
    return InspectionTable.lines(this);
  }
}
