package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementBudget;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The network under construction: what each name of the file stands for, and the nodes made so
/// far, every operand before its use.
public final class NetworkBuilder {
  private final String file;
  private final ElementBudget budget;
  private final Map<String, String> renamed;
  private final Set<String> taken;
  private final Map<String, Integer> numbered = new HashMap<>();
  private final Map<String, Traced> values = new HashMap<>();
  private final Map<String, CodeGrid> grids = new HashMap<>();
  private final Profile profile;
  private final Set<String> parameters = new HashSet<>();
  private final List<RealNode> nodes = new ArrayList<>();

  /// @param names all names of the file, which made-up names must avoid
  /// @param renamed names of the file that another name, that of an output, takes the place of
  public NetworkBuilder(
      String file,
      Profile profile,
      ElementBudget budget,
      Set<String> names,
      Map<String, String> renamed) {
    this.file = file;
    this.profile = profile;
    this.budget = budget;
    this.taken = new HashSet<>(names);
    this.renamed = renamed;
  }

  public String file() {
    return file;
  }

  public Profile profile() {
    return profile;
  }

  /// The grid of the codes that the network's value `name` holds.
  CodeGrid grid(String name) {
    return grids.getOrDefault(name, CodeGrid.INTEGERS);
  }

  /// The zero point of the codes that the network's value `name` holds.
  public long zeroPoint(String name) {
    return grid(name).zeroPoint();
  }

  void grid(String name, CodeGrid grid) {
    grids.put(name, grid);
  }

  public ElementBudget budget() {
    return budget;
  }

  public List<RealNode> nodes() {
    return nodes;
  }

  /// What `name` stands for; null when the node that makes it was refused.
  public Traced value(String name) {
    return values.get(name);
  }

  public void bind(String name, Traced value) {
    values.put(name, value);
  }

  /// The name under which the network holds the file's value `name`.
  public String resultName(String name) {
    return renamed.getOrDefault(name, name);
  }

  /// A name that the file does not use.
  String fresh(String wanted) {
    String name = wanted;
    int next = numbered.getOrDefault(wanted, 2);
    while (!taken.add(name)) {
      name = wanted + "_" + next++;
    }
    numbered.put(wanted, next);
    return name;
  }

  public void emit(String result, Shape shape, RealOp op, Origin origin) {
    nodes.add(new RealNode(result, shape, op, origin));
  }

  /// The parameter node of a constant; one for each name.
  Ref parameter(String name, ConstantTensor tensor, Function<ConstantTensor, RealTensor> exact) {
    if (parameters.add(name)) {
      Origin origin = Origin.node(file, name);
      emit(name, tensor.shape(), new RealParameter(exact.apply(tensor)), origin);
    }
    return new Ref(name);
  }
}
