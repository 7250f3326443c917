package io.intaglio.ir.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealDivide;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.Float32Multiply;
import io.intaglio.ir.testing.NetworkMaker;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Shape VECTOR = Shape.of(1, 2);

  private final NetworkMaker net = new NetworkMaker();

  private static List<Diagnostic> refused(Network network, LoweringOptions options) {
    InvalidInput refused =
        catchThrowableOfType(InvalidInput.class, () -> Lowering.lower(network, options));
    assertThat(refused).as("a refusal").isNotNull();
    return refused.diagnostics();
  }

  private static Diagnostic onlyRefusal(Network network) {
    List<Diagnostic> all = refused(network, LoweringOptions.none());
    assertThat(all).hasSize(1);
    assertThat(all.get(0).help()).isNotEmpty();
    return all.get(0);
  }

  private static void assertRefused(Diagnostic refusal, Code code, String node, String message) {
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.origin().places()).contains("net.onnx:" + node);
    assertThat(refusal.message()).contains(message);
  }

  private Ref batchNorm(String name, Ref x) {
    return net.node(
        name,
        VECTOR,
        new RealBatchNorm(
            x,
            NetworkMaker.tensor(Shape.of(2), 1, -2),
            NetworkMaker.tensor(Shape.of(2), 0.5, 1),
            NetworkMaker.tensor(Shape.of(2), 0, 3),
            NetworkMaker.tensor(Shape.of(2), 2, 3),
            0));
  }

  private Ref matMul(String name, Ref x) {
    Ref w = net.grid(name + "_w", Shape.of(2, 2), Rational.ONE, 1, 2, 3, 4);
    return net.node(name, VECTOR, new RealMatMul(x, w));
  }

  @Test
  void anInputWithoutADomainIsRefusedWithTheRemedy() {
    Ref x = net.input("x", VECTOR);

    Diagnostic refusal = onlyRefusal(net.network(matMul("y", x)));

    assertRefused(refusal, Code.DOM_INPUT_FORMAT, "x", "input 'x' [1,2] has no integer domain");
    assertThat(refusal.help()).contains("--input-format s16/2^-10");
  }

  @Test
  void aHeadQuantizerThatOthersReadAroundIsNoDomain() {
    Ref x = net.input("x", VECTOR);
    Ref q = net.quantize("q", VECTOR, x, 0.5f, -8, 7);
    Network network = net.network(net.node("y", VECTOR, new RealAdd(q, x)));

    assertRefused(onlyRefusal(network), Code.DOM_INPUT_FORMAT, "x", "no integer domain");
    assertThat(
            Lowering.lower(network, LoweringOptions.of(InputFormat.parse("s8/2^-2")))
                .boundary()
                .graph()
                .nodes())
        .isNotEmpty();
  }

  @Test
  void aFormatForAnotherNumberOfElementsIsRefused() {
    Ref x = net.input("x", VECTOR);

    List<Diagnostic> all =
        refused(net.network(matMul("y", x)), LoweringOptions.of(InputFormat.parse("u8,u8,u8")));

    assertThat(all).hasSize(1);
    assertRefused(all.get(0), Code.DOM_INPUT_FORMAT, "x", "is for 3 elements, the input has 2");
  }

  @Test
  void aLayerOnAnUnquantizedBatchNormalisationIsRefused() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref norm = batchNorm("norm", x);

    assertRefused(
        onlyRefusal(net.network(matMul("y", norm))),
        Code.LOW_NOT_INTEGER,
        "norm",
        "MatMul needs integers");
  }

  @Test
  void twoBatchNormalisationsBetweenQuantizersAreRefused() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref y =
        batchNorm(
            "second", net.node("r", VECTOR, new RealRelu(batchNorm("first", matMul("m", x)))));
    Network network =
        new Network(
            "net.onnx",
            "qonnx",
            net.network().inputs(),
            withOtherVariance(net.network(net.quantize("q", VECTOR, y, 1, -8, 7))),
            List.of("q"));

    assertRefused(onlyRefusal(network), Code.LOW_NO_EXACT_FORM, "q", "two batch normalisations");
  }

  /// The network's nodes, the second batch normalisation with another root.
  private static List<RealNode> withOtherVariance(Network network) {
    return network.nodes().stream()
        .map(
            node ->
                node.op() instanceof RealBatchNorm n && node.result().equals("second")
                    ? new RealNode(
                        node.result(),
                        node.shape(),
                        new RealBatchNorm(
                            n.x(),
                            n.gamma(),
                            n.beta(),
                            n.mean(),
                            NetworkMaker.tensor(Shape.of(2), 5, 7),
                            0),
                        node.origin())
                    : node)
        .toList();
  }

  @Test
  void aProductOfTwoTensorsAsMatricesIsRefused() {
    Ref x = net.input("x", Shape.of(2, 2), "s4");

    assertRefused(
        onlyRefusal(net.network(net.node("y", Shape.of(2, 2), new RealMatMul(x, x)))),
        Code.LOW_NO_EXACT_FORM,
        "y",
        "of which none is a constant");
  }

  @Test
  void aDivisionByATensorIsRefused() {
    Ref x = net.input("x", VECTOR, "u4");
    Ref y = net.node("y", VECTOR, new RealDivide(x, x));

    assertRefused(
        onlyRefusal(net.network(matMul("z", y))),
        Code.LOW_NO_EXACT_FORM,
        "y",
        "divides by a tensor");
  }

  @Test
  void aDivisionByZeroIsRefused() {
    Ref x = net.input("x", VECTOR, "u4");
    Ref zero = net.stored("zero", Shape.SCALAR, 0);
    Ref y = net.node("y", VECTOR, new RealDivide(x, zero));

    assertRefused(
        onlyRefusal(net.network(matMul("z", y))), Code.IMP_BAD_PARAMETER, "y", "divides by zero");
  }

  @Test
  void aSoftmaxInsideIsRefused() {
    Ref x = net.input("x", VECTOR, "u4");
    Ref y = net.node("y", VECTOR, new RealSoftmax(x, 1));

    assertRefused(
        onlyRefusal(net.network(matMul("z", y))),
        Code.LOW_NO_EXACT_FORM,
        "y",
        "a softmax that other operators read");
  }

  @Test
  void aNegativeSlopeIsRefused() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref y = net.node("y", VECTOR, new RealLeakyRelu(x, -0.5f));

    assertRefused(
        onlyRefusal(net.network(matMul("z", y))),
        Code.LOW_NO_EXACT_FORM,
        "y",
        "is negative, which is not monotone");
  }

  @Test
  void joiningSamplesIsRefused() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref y = net.node("y", Shape.of(2, 2), new RealConcat(List.of(x, x), 0));

    assertRefused(onlyRefusal(net.network(y)), Code.LOW_NO_EXACT_FORM, "y", "along the batch axis");
  }

  @Test
  void constantsOnNoGridOf63BitsAreRefused() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref w = net.stored("w", Shape.of(2, 1), 1e30, 1.1e-30);
    Ref y = net.node("y", Shape.of(1, 1), new RealMatMul(x, w));

    assertRefused(
        onlyRefusal(net.network(y)), Code.LOW_NOT_INTEGER, "y", "on the common step of all");
  }

  @Test
  void scalesWithoutACommonStepOf63BitsAreRefused() {
    Ref x = net.input("x", VECTOR, "s4");
    Ref c = net.stored("c", Shape.SCALAR, 1.1e-25);
    Ref small = net.node("small", VECTOR, new RealMultiply(x, c));
    Ref y = net.node("y", VECTOR, new RealAdd(x, small));

    assertRefused(
        onlyRefusal(net.network(matMul("z", y))), Code.LOW_NOT_INTEGER, "y", "no common step");
  }

  @Test
  void valuesOfMoreThan63BitsAreRefused() {
    Ref x = net.input("x", VECTOR, "s40");
    Ref y = net.node("y", VECTOR, new RealMultiply(x, x));

    assertRefused(onlyRefusal(net.network(y)), Code.LOW_TOO_WIDE, "x", "Mul needs");
  }

  @Test
  void aRequantizationOfOtherStepsIsRefused() {
    Ref x = net.input("x", VECTOR, "s4/2^-1");
    Ref y =
        net.node(
            "y",
            VECTOR,
            new RealRequantize(
                x,
                RationalTensor.scalar(Rational.ONE),
                Shape.SCALAR,
                List.of(new Float32Multiply(0.5f, 0, -8, 7)),
                IntType.signed(4),
                Rational.ONE,
                0));

    assertRefused(
        onlyRefusal(net.network(y)), Code.LOW_NOT_INTEGER, "y", "no multiples of its accumulator");
  }

  @Test
  void allRefusalsAreReportedAtOnceAndWhatDependsOnThemIsLeftOut() {
    Ref x = net.input("x", VECTOR);
    Ref y = net.input("y", VECTOR, "u4");
    Ref bad = net.node("bad", VECTOR, new RealDivide(y, y));
    Ref worse = net.node("worse", VECTOR, new RealLeakyRelu(matMul("fine", y), -1));
    Ref sum = net.node("sum", VECTOR, new RealAdd(bad, worse));

    List<Diagnostic> all =
        refused(net.network(matMul("a", x), matMul("b", sum)), LoweringOptions.none());

    assertThat(all)
        .extracting(d -> d.code() + " " + d.origin())
        .containsExactly(
            "DOM_INPUT_FORMAT net.onnx:x",
            "LOW_NO_EXACT_FORM net.onnx:bad",
            "LOW_NO_EXACT_FORM net.onnx:worse");
  }

  @Test
  void anAverageOfPaddingOnlyIsRefused() {
    Ref x = net.input("x", Shape.of(1, 1, 2, 2), "u4");
    Ref y =
        net.node("y", Shape.of(1, 1, 4, 2), new RealAveragePool(x, 1, 1, 1, 1, 2, 0, 0, 0, false));

    assertRefused(onlyRefusal(net.network(y)), Code.LOW_NO_EXACT_FORM, "y", "covers padding only");
  }

  @Test
  void tensorsOfMoreElementsThanALimitAreRefusedBeforeAnythingIsAllocated() {
    Ref x = net.input("x", Shape.of(1, 1 << 14, 1 << 14), "u4");

    assertRefused(onlyRefusal(net.network(x)), Code.MOD_TOO_LARGE, "x", "has 268435456 elements");
  }
}
