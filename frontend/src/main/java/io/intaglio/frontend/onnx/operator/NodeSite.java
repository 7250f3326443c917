package io.intaglio.frontend.onnx.operator;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementBudget;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.frontend.onnx.tensor.TensorDecoder;
import io.intaglio.frontend.onnx.tensor.TooLarge;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.Optional;

/// One node of the file while it is read: its inputs and attributes, and the means to emit what it
/// becomes. Whatever is wrong ends in a [Refusal] that names the node.
public final class NodeSite {
  private static final int MAX_TABLE_BITS = 12;

  private final NodeProto node;
  private final int opset;
  private final NetworkBuilder builder;
  private final Origin origin;
  private final Attributes attributes;

  /// @param opset the version of ONNX's own operators that the file imports
  public NodeSite(NodeProto node, int opset, NetworkBuilder builder) {
    this.node = node;
    this.opset = opset;
    this.builder = builder;
    this.origin = origin(node, builder.file());
    try {
      this.attributes = new Attributes(node);
    } catch (Attributes.Wrong e) {
      throw malformed(e.getMessage());
    }
  }

  /// Where a node stands: its name, or where it has none its operator and output.
  public static Origin origin(NodeProto node, String file) {
    String output = node.getOutputCount() == 0 ? "" : node.getOutput(0);
    String label = node.getName().isEmpty() ? node.getOpType() + "→" + output : node.getName();
    return Origin.node(file, FileNames.printable(label));
  }

  public String operator() {
    return node.getOpType();
  }

  public int opset() {
    return opset;
  }

  public Origin origin() {
    return origin;
  }

  /// Whether the node is a function of reals together with the quantizers around it.
  boolean isBetweenQuantizers() {
    return node.getDomain().equals(OperatorTable.BETWEEN_QUANTIZERS);
  }

  /// Whether rescales are computed in real arithmetic.
  boolean isExact() {
    return builder.profile() == Profile.EXACT;
  }

  // Inputs.

  public int inputs() {
    return node.getInputCount();
  }

  /// Whether the optional input `i` is given.
  public boolean has(int i) {
    return i < node.getInputCount() && !node.getInput(i).isEmpty();
  }

  public Traced input(int i) {
    if (!has(i)) {
      throw malformed("input " + i + " of " + operator() + " is missing");
    }
    return builder.value(node.getInput(i));
  }

  /// Demands between `least` and `most` inputs.
  public void demandInputs(int least, int most) {
    if (inputs() < least || inputs() > most) {
      String range = least == most ? "" + least : least + " to " + most;
      throw malformed(operator() + " has " + inputs() + " inputs, not " + range);
    }
  }

  /// Input `i`, which must depend on the network's inputs and be of a type that is computed in.
  public Live live(int i) {
    Live live = anyLive(i);
    if (!live.type().isComputed()) {
      throw form(
          operator() + " of " + live.type() + " elements is not supported",
          "cast to float32 before it");
    }
    return live;
  }

  /// Input `i`, which must depend on the network's inputs and hold numbers that can be compared.
  Live numbers(int i) {
    Live live = anyLive(i);
    return live.type().isQuantized() ? live : live(i);
  }

  /// Input `i`, which must depend on the network's inputs.
  public Live anyLive(int i) {
    return switch (input(i)) {
      case Live live -> live;
      case Folded _ ->
          throw form(
              operator() + " of a constant is not folded", "fold it before (onnxsim does that)");
    };
  }

  /// Demands that input `i` depends on the network's inputs.
  void demandLive(int i) {
    anyLive(i);
  }

  /// Demands that one of two inputs depends on the network's inputs.
  void demandSomeLive(int i, int j) {
    if (input(i) instanceof Folded) {
      anyLive(j);
    }
  }

  /// Demands that a table of a value for each code of `x` is small enough.
  void demandTable(QuantizedTensor x) {
    if (x.type().bits() > MAX_TABLE_BITS) {
      throw form(
          operator() + " of " + x.type() + " codes needs too large a table", "quantize to 8 bits");
    }
  }

  /// What the codes of an integer tensor stand for.
  CodeGrid grid(Live live) {
    return builder.grid(live.name());
  }

  /// Input `i`, which must be a constant.
  public ConstantTensor constant(int i, String what) {
    return switch (input(i)) {
      case Folded folded -> folded.tensor();
      case Live _ ->
          throw form(
              "the " + what + " of " + operator() + " depends on the network's input",
              "make it a constant");
    };
  }

  /// Input `i` as an operand: a constant becomes a parameter of the network.
  public Ref operand(int i) {
    return switch (input(i)) {
      case Live live -> new Ref(live.name());
      case Folded folded -> parameter(folded.name(), folded.tensor());
    };
  }

  /// The parameter of a constant that was made from input `i`.
  public Ref derivedParameter(int i, String suffix, ConstantTensor tensor) {
    return parameter(builder.fresh(node.getInput(i) + "." + suffix), tensor);
  }

  /// A parameter of the node's own making.
  public Ref newParameter(String suffix, ConstantTensor tensor) {
    return parameter(builder.fresh(output() + "." + suffix), tensor);
  }

  private Ref parameter(String name, ConstantTensor tensor) {
    if (!tensor.type().isFloat()) {
      throw form("the parameter '" + printable(name) + "' is not floating-point", "cast it");
    }
    demandFinite(tensor, "parameter '" + printable(name) + "'");
    return builder.parameter(name, tensor, this::exact);
  }

  /// A finite constant as a tensor of the network.
  public RealTensor exact(ConstantTensor tensor) {
    try {
      builder.budget().claimExact(tensor);
      return tensor.toRealTensor();
    } catch (TooLarge e) {
      throw tooLarge(e);
    }
  }

  /// Demands that no element is infinite or not a number.
  public void demandFinite(ConstantTensor tensor, String what) {
    for (int i = 0; i < tensor.size(); i++) {
      if (!Double.isFinite(tensor.real(i))) {
        throw parameter(
            "the " + what + " has the element " + tensor.real(i), "export finite parameters");
      }
    }
  }

  // Attributes.

  public boolean hasAttribute(String name) {
    return attributes.has(name);
  }

  /// Says that an attribute has no influence on what is imported.
  public void ignoreAttribute(String name) {
    attributes.has(name);
  }

  public long integer(String name, long otherwise) {
    return attribute(() -> attributes.integer(name)).orElse(otherwise);
  }

  /// An attribute that is 0 or 1.
  public boolean flag(String name, boolean otherwise) {
    long value = integer(name, otherwise ? 1 : 0);
    if (value != 0 && value != 1) {
      throw parameter("attribute '" + name + "' is " + value + ", not 0 or 1", "set it to 0 or 1");
    }
    return value == 1;
  }

  /// A finite attribute.
  public float real(String name, float otherwise) {
    float value = attribute(() -> attributes.real(name)).orElse(otherwise);
    if (!Float.isFinite(value)) {
      throw parameter("attribute '" + name + "' is " + value, "set it to a number");
    }
    return value;
  }

  public String string(String name, String otherwise) {
    return attribute(() -> attributes.string(name)).orElse(otherwise);
  }

  public Optional<long[]> integers(String name) {
    return attribute(() -> attributes.integers(name));
  }

  public Optional<double[]> reals(String name) {
    return attribute(() -> attributes.reals(name));
  }

  public Optional<ConstantTensor> tensor(String name) {
    Optional<TensorProto> proto = attribute(() -> attributes.tensor(name));
    return proto.map(
        found -> {
          try {
            return TensorDecoder.decode(found, builder.budget());
          } catch (TensorDecoder.Malformed e) {
            throw malformed("attribute '" + name + "' cannot be read: " + e.getMessage());
          } catch (TooLarge e) {
            throw tooLarge(e);
          }
        });
  }

  /// Refuses attributes that the reader did not ask for: they may change what the node means.
  public void demandNoOtherAttributes() {
    for (String name : attributes.unasked()) {
      throw form(
          "attribute '" + printable(name) + "' of " + operator() + " is not understood",
          "export without it");
    }
  }

  private interface Lookup<T> {
    Optional<T> get() throws Attributes.Wrong;
  }

  private <T> Optional<T> attribute(Lookup<T> lookup) {
    try {
      return lookup.get();
    } catch (Attributes.Wrong e) {
      throw malformed(e.getMessage());
    }
  }

  // Axes and shapes.

  /// An axis of a tensor of `rank` axes, counted from the end if negative.
  public int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw shapes("axis " + axis + " does not exist among " + rank + " axes");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /// A shape of which no extent is negative.
  public Shape shape(long... dims) {
    for (long dim : dims) {
      if (dim < 0) {
        throw shapes("the extent " + dim + " is negative");
      }
    }
    try {
      return ElementBudget.shape(dims);
    } catch (TooLarge e) {
      throw tooLarge(e);
    }
  }

  /// `shape`, of which elements were repeated, if it has not too many.
  Shape modest(Shape shape) {
    return shape(Arrays.stream(shape.toArray()).asLongStream().toArray());
  }

  /// The shape that `a` and `b` broadcast to in the manner of NumPy.
  public Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    long[] dims = new long[rank];
    for (int back = 1; back <= rank; back++) {
      int left = back <= a.rank() ? a.dim(a.rank() - back) : 1;
      int right = back <= b.rank() ? b.dim(b.rank() - back) : 1;
      if (left != right && left != 1 && right != 1) {
        throw shapes("shapes " + a + " and " + b + " do not broadcast");
      }
      dims[rank - back] = left == 1 ? right : left;
    }
    return shape(dims);
  }

  /// Announces a constant that is about to be allocated.
  public void claim(Shape shape) {
    try {
      builder.budget().claim(shape);
    } catch (TooLarge e) {
      throw tooLarge(e);
    }
  }

  // Results.

  /// How many results the node has.
  int outputs() {
    return node.getOutputCount();
  }

  /// Whether result `i` has a name.
  boolean isUsed(int i) {
    return !node.getOutput(i).isEmpty();
  }

  /// Binds the node's output to what `op` computes.
  public void result(RealOp op, Shape shape, ElementType type) {
    result(0, op, shape, type);
  }

  /// Binds result `i` to what `op` computes.
  void result(int i, RealOp op, Shape shape, ElementType type) {
    String output = output(i);
    String name = builder.resultName(output);
    demandBatch(shape);
    claimActivation(shape);
    emit(name, shape, op);
    builder.bind(output, new Live(name, shape, type));
  }

  /// Binds the node's output to the codes that `op` computes.
  void codes(RealOp op, Shape shape, ElementType type, CodeGrid grid) {
    result(op, shape, type);
    builder.grid(builder.resultName(output()), grid);
  }

  /// Views hand on what the codes of their operand stand for.
  private void emit(String name, Shape shape, RealOp op) {
    builder.emit(name, shape, op, origin);
    if (!op.operands().isEmpty()) {
      builder.grid(name, builder.grid(op.operands().get(0).name()));
    }
  }

  /// Emits an operator that stands between the inputs and the node's result.
  public Ref step(String suffix, RealOp op, Shape shape) {
    String name = builder.fresh(output() + "." + suffix);
    claimActivation(shape);
    emit(name, shape, op);
    return new Ref(name);
  }

  /// Binds the node's output to a constant, which was announced by [#claim].
  public void constantResult(ConstantTensor tensor) {
    constantResult(0, tensor);
  }

  /// Binds result `i` to a constant, which was announced by [#claim].
  void constantResult(int i, ConstantTensor tensor) {
    builder.bind(output(i), new Folded(output(i), tensor));
  }

  /// Binds the node's output to the value that it hands through.
  public void alias(Traced value) {
    builder.bind(output(), value);
  }

  /// Binds the node's output to an input that keeps its elements and takes another type.
  public void alias(Live value, ElementType type) {
    builder.bind(output(), new Live(value.name(), value.shape(), type));
  }

  private String output() {
    return output(0);
  }

  private String output(int i) {
    if (node.getOutputCount() <= i || node.getOutput(i).isEmpty()) {
      throw malformed(operator() + " has no output");
    }
    return node.getOutput(i);
  }

  private void claimActivation(Shape shape) {
    try {
      builder.budget().claimActivation(shape);
    } catch (TooLarge e) {
      throw tooLarge(e);
    }
  }

  private void demandBatch(Shape shape) {
    if (shape.rank() == 0 || shape.dim(0) != 1) {
      throw shapes("the result's shape " + shape + " has no batch axis of extent 1 in front");
    }
    if (shape.elements() == 0) {
      throw shapes("the result's shape " + shape + " has no elements");
    }
  }

  // Refusals.

  public Refusal form(String message, String help) {
    return refusal(Code.IMP_UNSUPPORTED_FORM, message, help);
  }

  public Refusal parameter(String message, String help) {
    return refusal(Code.IMP_BAD_PARAMETER, message, help);
  }

  public Refusal shapes(String message) {
    return refusal(Code.IMP_SHAPE, message, "check the shapes at this node");
  }

  public Refusal malformed(String message) {
    return refusal(Code.MOD_MALFORMED, message, "export the model again");
  }

  private Refusal tooLarge(TooLarge cause) {
    return refusal(Code.MOD_TOO_LARGE, cause.getMessage(), "import a smaller part of the model");
  }

  private Refusal refusal(Code code, String message, String help) {
    return new Refusal(Diagnostic.error(code, origin, message, help));
  }

  private static String printable(String name) {
    return FileNames.printable(name);
  }
}
