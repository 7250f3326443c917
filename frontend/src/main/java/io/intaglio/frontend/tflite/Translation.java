package io.intaglio.frontend.tflite;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

/// Reads the operators of a decoded file in their order.
final class Translation {
  private final FlatModel model;
  private final String file;
  private final Profile profile;
  private final ModelContent content;
  private final NetworkBuilder builder;
  private final Diagnostics diagnostics = new Diagnostics();

  /// Tensors whose operator was refused; what depends on them is not judged.
  private final Set<Integer> unknown = new HashSet<>();

  Translation(FlatModel model, String file, Profile profile) {
    this.profile = profile;
    this.model = BatchAxes.added(model);
    this.file = file;
    this.content = new ModelContent(this.model);
    this.builder = new NetworkBuilder(this.model, profile);
  }

  /// @throws InvalidInput with everything that hinders an exact import
  Network network() {
    checkOrder();
    diagnostics.throwIfErrors();
    model.inputs().stream()
        .map(i -> model.tensors().get(i))
        .filter(tensor -> !isUnreadExtents(tensor))
        .forEach(this::input);
    model.operators().forEach(this::read);
    List<String> outputs = outputs();
    diagnostics.throwIfErrors();
    builder.inputs().stream()
        .filter(input -> input.format().isEmpty())
        .forEach(
            input ->
                diagnostics.error(
                    Code.IMP_UNSUPPORTED_FORM,
                    input.origin(),
                    "the float32 input '" + input.name() + "' is not quantized",
                    "quantize the whole model to int8"));
    diagnostics.throwIfErrors();
    return new Network(file, profile.id(), builder.inputs(), builder.nodes(), outputs);
  }

  /// Every tensor is made once, before it is used.
  private void checkOrder() {
    Set<Integer> made = new HashSet<>();
    for (int input : model.inputs()) {
      if (!made.add(input) || isConstant(input)) {
        notDag(origin(input), "is a graph input twice, or a constant");
      }
    }
    Set<Integer> everMade = new HashSet<>(made);
    model.operators().forEach(op -> everMade.addAll(op.outputs()));
    for (FlatOperator op : model.operators()) {
      // A state is made by nothing; the operator that keeps it is refused by name.
      boolean isRead = OperatorTable.reader(op.code()).isPresent();
      for (int input : op.inputs()) {
        boolean isThere = input < 0 || made.contains(input) || isConstant(input);
        if (!isThere && (isRead || everMade.contains(input))) {
          notDag(
              origin(input),
              everMade.contains(input) ? "is used before it is made" : "is made by nothing");
        }
      }
      for (int output : op.outputs()) {
        if (isConstant(output) || !made.add(output)) {
          notDag(origin(output), "is made twice, or a constant");
        }
      }
    }
    for (int output : model.outputs()) {
      if (!made.contains(output)) {
        notDag(origin(output), "is an output that nothing makes");
      }
    }
    if (model.outputs().isEmpty() || model.inputs().isEmpty()) {
      diagnostics.error(
          Code.MOD_MALFORMED,
          Origin.file(file),
          "the graph has no inputs or no outputs",
          "convert the model again");
    }
  }

  /// Whether a tensor is there before any operator.
  private boolean isConstant(int tensor) {
    return model.tensors().get(tensor).isConstant() && !model.densified().contains(tensor);
  }

  private void notDag(Origin origin, String message) {
    diagnostics.error(
        Code.MOD_NOT_A_DAG, origin, "the tensor " + message, "convert the model again");
  }

  private Origin origin(int tensor) {
    return Origin.node(file, model.tensors().get(tensor).name());
  }

  /// Whether an input is extents alone that the runtime does not read: the interpreter for
  /// microcontrollers has every shape from the file.
  private boolean isUnreadExtents(FlatTensor tensor) {
    List<FlatOperator> own =
        model.operators().stream().filter(op -> op.inputs().contains(tensor.index())).toList();
    return profile == Profile.TFLM
        && tensor.type() == TensorType.INT32
        && !own.isEmpty()
        && own.stream()
            .allMatch(
                op ->
                    op.code() == BuiltinOperator.TRANSPOSE_CONV
                        && op.inputs().lastIndexOf(tensor.index()) == 0);
  }

  private void input(FlatTensor tensor) {
    Origin origin = origin(tensor.index());
    boolean batch = tensor.shape().rank() >= 1 && tensor.shape().dim(0) == 1;
    if (!batch || tensor.shape().elements() == 0 || !tensor.plain()) {
      diagnostics.error(
          Code.IMP_SHAPE,
          origin,
          "the input's shape is " + tensor.shape() + ", not one sample of known extents",
          "convert the model for batch 1");
      unknown.add(tensor.index());
    } else if (tensor.type() == TensorType.FLOAT32) {
      builder.input(tensor, origin);
    } else {
      quantizedInput(tensor, origin);
    }
  }

  private void quantizedInput(FlatTensor tensor, Origin origin) {
    OperatorSite site = new OperatorSite(profile, content, NO_OPERATOR, builder, origin);
    try {
      site.checked(tensor, TensorType.INT8, TensorType.INT16, TensorType.INT32, TensorType.UINT8);
      builder.input(tensor, site.perTensor(tensor), site.codeType(tensor), origin);
    } catch (OperatorSite.Refused e) {
      diagnostics.add(e.diagnostic());
      unknown.add(tensor.index());
    }
  }

  private static final FlatOperator NO_OPERATOR =
      new FlatOperator(-1, -1, "input", List.of(), List.of(), null);

  private void read(FlatOperator op) {
    Origin origin =
        op.outputs().isEmpty()
            ? Origin.node(file, "operator " + op.index())
            : origin(op.outputs().get(0));
    Optional<OperatorReader> reader = OperatorTable.reader(op.code());
    if (reader.isEmpty()) {
      diagnostics.error(
          Code.IMP_UNSUPPORTED_OPERATOR,
          origin,
          op.kind()
              + OperatorTable.reason(op.code())
              + " not supported under profile "
              + profile.id(),
          OperatorTable.remedy(op.code()));
    }
    if (reader.isEmpty()) {
      unknown.addAll(op.outputs());
      return;
    }
    // Also behind a refused operator: what is wrong here does not depend on it, and all is told.
    try {
      reader.get().read(new OperatorSite(profile, content, op, builder, origin));
    } catch (OperatorSite.Refused e) {
      diagnostics.add(e.diagnostic());
      unknown.addAll(op.outputs());
    }
  }

  private List<String> outputs() {
    List<String> names = new ArrayList<>();
    for (int output : model.outputs()) {
      FlatTensor tensor = model.tensors().get(output);
      boolean own = builder.nodes().stream().anyMatch(node -> node.result().equals(tensor.name()));
      if (!unknown.contains(output) && (!own || names.contains(tensor.name()))) {
        diagnostics.error(
            Code.IMP_UNSUPPORTED_FORM,
            origin(output),
            "the output is an input, or an output twice",
            "remove the output");
      }
      names.add(FileNames.printable(tensor.name()));
    }
    return names;
  }
}
