package io.intaglio.cli.inspect;

import io.intaglio.cli.model.FloatModel;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A network without quantizers as rows: its ends, its operators, what they cost.
///
/// @param numbers what its values are: `float (no quantizers)`
public record FloatInspection(
    String model,
    String sha256,
    String numbers,
    List<End> inputs,
    List<End> outputs,
    List<Layer> layers,
    Totals totals) {

  /// An input or output: its name and the model's shape, batch first.
  public record End(String name, List<Integer> shape) {}

  /// One operator.
  public record Layer(
      String name,
      String operator,
      List<String> operands,
      List<Integer> shape,
      long multiplyAccumulates,
      long parameters,
      String origin) {}

  /// Sums over the layers; a parameter that two read counts once.
  public record Totals(long multiplyAccumulates, long parameters) {}

  public static FloatInspection of(FloatModel model) {
    Network network = model.network();
    Map<String, Shape> shapes = network.shapes();
    Set<String> parameters = new LinkedHashSet<>();
    for (RealNode node : network.nodes()) {
      if (node.op() instanceof RealParameter) {
        parameters.add(node.result());
      }
    }
    List<Layer> layers = new ArrayList<>();
    for (RealNode node : network.nodes()) {
      if (!parameters.contains(node.result())) {
        layers.add(layer(node, shapes, parameters));
      }
    }
    return new FloatInspection(
        model.file(),
        model.digest(),
        FloatModel.LABEL,
        network.inputs().stream().map(in -> new End(in.name(), dims(in.shape()))).toList(),
        network.outputs().stream().map(name -> new End(name, dims(shapes.get(name)))).toList(),
        layers,
        new Totals(
            layers.stream().mapToLong(Layer::multiplyAccumulates).sum(),
            parameters.stream().mapToLong(name -> shapes.get(name).elements()).sum()));
  }

  private static Layer layer(RealNode node, Map<String, Shape> shapes, Set<String> parameters) {
    List<String> operands = node.op().operands().stream().map(Ref::name).toList();
    return new Layer(
        node.result(),
        node.op().getClass().getSimpleName().substring("Real".length()),
        operands,
        dims(node.shape()),
        products(node, shapes),
        operands.stream()
            .filter(parameters::contains)
            .mapToLong(name -> shapes.get(name).elements())
            .sum(),
        node.origin().toString());
  }

  private static long products(RealNode node, Map<String, Shape> shapes) {
    long results = node.shape().elements();
    if (node.op() instanceof RealMatMul(Ref _, Ref w)) {
      return results * shapes.get(w.name()).dim(0);
    }
    if (node.op() instanceof RealBatchMatMul(Ref a, Ref _)) {
      return results * shapes.get(a.name()).channels();
    }
    if (node.op() instanceof RealConv conv) {
      Shape w = shapes.get(conv.w().name());
      return results * w.dim(1) * w.dim(2) * w.dim(3);
    }
    return 0;
  }

  private static List<Integer> dims(Shape shape) {
    return Arrays.stream(shape.toArray()).boxed().toList();
  }

  /// The inspection as a table for people.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(model + ", " + numbers);
    inputs.forEach(end -> lines.add("input  " + end.name() + " " + end.shape()));
    outputs.forEach(end -> lines.add("output " + end.name() + " " + end.shape()));
    lines.add("");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("value", "operator", "shape", "MACs", "params"));
    for (Layer layer : layers) {
      rows.add(
          List.of(
              layer.name(),
              layer.operator(),
              layer.shape().toString().replace(" ", ""),
              InspectionTable.count(layer.multiplyAccumulates()),
              InspectionTable.count(layer.parameters())));
    }
    lines.addAll(InspectionTable.columns(rows));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d multiply-accumulates, %,d parameters",
            totals.multiplyAccumulates(),
            totals.parameters()));
    return lines.stream().map(InspectionTable::printable).toList();
  }
}
