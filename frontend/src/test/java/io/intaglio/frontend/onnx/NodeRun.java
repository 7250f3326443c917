package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.frontend.onnx.tensor.ElementBudget;
import io.intaglio.frontend.onnx.tensor.TensorDecoder;
import io.intaglio.frontend.onnx.tensor.TooLarge;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.type.Shape;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Samples;
import io.intaglio.sim.real.FloatEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One of ONNX's node tests, run. Networks here have one data input with a batch of 1 in front, so
/// the test's other inputs become constants, and its first one gets such a batch: it has it, or the
/// operator takes each element by itself (an axis is added), or each sample (one run a sample).
final class NodeRun {
  private static final Set<String> ELEMENTWISE =
      Set.of(
          "Abs",
          "Add",
          "Ceil",
          "Clip",
          "Div",
          "Elu",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "LeakyRelu",
          "Log",
          "Max",
          "Mean",
          "Min",
          "Mul",
          "Neg",
          "PRelu",
          "Pow",
          "Reciprocal",
          "Relu",
          "Round",
          "Selu",
          "Sigmoid",
          "Sign",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Sub",
          "Sum",
          "Tanh");

  private final NodeSuite.Case test;
  private final String profile;
  private final Outcome asIs;

  private NodeRun(NodeSuite.Case test, String profile) {
    this.test = test;
    this.profile = profile;
    this.asIs = importAsIs();
  }

  /// What came of a test.
  ///
  /// @param detail the refusal, or the first difference
  record Outcome(Kind kind, String detail) {
    enum Kind {
      PASSED,
      REFUSED,
      WRONG
    }

    static Outcome refused(InvalidInput e) {
      return new Outcome(Kind.REFUSED, e.diagnostics().get(0).toString());
    }

    static Outcome wrong(String detail) {
      return new Outcome(Kind.WRONG, detail);
    }

    static final Outcome PASSED = new Outcome(Kind.PASSED, "");
  }

  /// Says that a value of the suite is of a type that is not read here.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
  }

  static Outcome of(NodeSuite.Case test, String profile) {
    NodeRun run = new NodeRun(test, profile);
    try {
      return run.batched();
    } catch (InvalidInput e) {
      return Outcome.refused(e);
    } catch (Unreadable e) {
      return run.asIs;
    }
  }

  private Outcome importAsIs() {
    try {
      OnnxImporter.read(test.model().toByteArray(), test.name(), new ImportOptions(profile));
      return Outcome.wrong("imported, and nothing can be said of its outputs");
    } catch (InvalidInput e) {
      return Outcome.refused(e);
    }
  }

  private Outcome batched() throws Unreadable {
    if (test.inputs().isEmpty()) {
      return asIs;
    }
    ConstantTensor x = decode(test.inputs().get(0));
    ConstantTensor expected = decode(test.outputs().get(0));
    Shape shape = x.shape();
    if (isElementwise()) {
      return compare(run(shape.prepend(1), x, 0, x.size()), expected, 0, expected.size());
    }
    if (shape.rank() > 0 && shape.dim(0) == 1) {
      return compare(run(shape, x, 0, x.size()), expected, 0, expected.size());
    }
    boolean samples =
        shape.rank() > 0
            && expected.shape().rank() > 0
            && shape.dim(0) > 1
            && expected.shape().dim(0) == shape.dim(0);
    if (!samples) {
      return asIs;
    }
    int count = shape.dim(0);
    int size = x.size() / count;
    int results = expected.size() / count;
    for (int i = 0; i < count; i++) {
      double[] got = run(shape.withDim(0, 1), x, i * size, size);
      Outcome outcome = compare(got, expected, i * results, results);
      if (outcome.kind() != Outcome.Kind.PASSED) {
        return outcome;
      }
    }
    return Outcome.PASSED;
  }

  private boolean isElementwise() {
    String operator = test.operator();
    boolean perTensor =
        (operator.equals("QuantizeLinear") || operator.equals("DequantizeLinear"))
            && test.inputs().size() > 1
            && test.inputs().get(1).getDimsCount() == 0
            && attributes().stream().noneMatch(a -> a.getName().equals("axis"));
    return ELEMENTWISE.contains(operator) || perTensor;
  }

  private List<AttributeProto> attributes() {
    return test.model().getGraph().getNode(0).getAttributeList();
  }

  private static ConstantTensor decode(TensorProto proto) throws Unreadable {
    try {
      return TensorDecoder.decode(proto, new ElementBudget());
    } catch (TensorDecoder.Malformed | TooLarge e) {
      throw new Unreadable();
    }
  }

  /// Runs elements `from` to `from + count` of `x` under a shape.
  private double[] run(Shape shape, ConstantTensor x, int from, int count) {
    Network network =
        OnnxImporter.read(model(shape).toByteArray(), test.name(), new ImportOptions(profile));
    double[] data = new double[count];
    Arrays.setAll(data, i -> x.real(from + i));
    if (network.isFloat()) {
      return new FloatEvaluator(network).run(List.of(data)).get(network.outputs().get(0));
    }
    Boundary boundary =
        Lowering.lower(network, new LoweringOptions(Map.of(), Optional.empty(), true)).boundary();
    BoundaryRunner runner = new BoundaryRunner(boundary);
    Samples samples =
        x.type().isFloat()
            ? Samples.reals(data)
            : Samples.codes(Arrays.stream(data).mapToLong(v -> (long) v).toArray());
    List<long[]> codes = runner.encode(1, List.of(samples));
    String output = boundary.graph().outputs().get(0);
    long[] got = runner.evaluator().runBatch(1, codes, List.of(output)).get(output);
    return test.outputs().get(0).getDataType() == TensorProto.DataType.FLOAT_VALUE
        ? runner.decode(1, List.of(got)).get(0)
        : Arrays.stream(got).asDoubleStream().toArray();
  }

  /// The test's model with its first input of `shape` and the others constants.
  private ModelProto model(Shape shape) {
    GraphProto.Builder graph = test.model().getGraph().toBuilder();
    List<ValueInfoProto> inputs = new ArrayList<>(graph.getInputList());
    graph.clearInput();
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (int dim : shape.toArray()) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    TypeProto.Builder type = inputs.get(0).getType().toBuilder();
    type.getTensorTypeBuilder().setShape(dims);
    graph.addInput(inputs.get(0).toBuilder().setType(type));
    for (int i = 1; i < inputs.size(); i++) {
      graph.addInitializer(test.inputs().get(i).toBuilder().setName(inputs.get(i).getName()));
    }
    return test.model().toBuilder().setGraph(graph).build();
  }

  private Outcome compare(double[] got, ConstantTensor expected, int from, int count) {
    if (got.length != count) {
      return Outcome.wrong(got.length + " results, not " + count);
    }
    boolean reals = test.outputs().get(0).getDataType() == TensorProto.DataType.FLOAT_VALUE;
    for (int i = 0; i < count; i++) {
      double wanted = expected.real(from + i);
      boolean same = reals ? FloatTolerance.holds(got[i], wanted) : got[i] == wanted;
      if (!same) {
        return Outcome.wrong("element " + (from + i) + " is " + got[i] + ", not " + wanted);
      }
    }
    return Outcome.PASSED;
  }
}
