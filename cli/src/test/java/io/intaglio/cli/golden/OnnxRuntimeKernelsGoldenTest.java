package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.array.NdArray;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import io.intaglio.sim.eval.Evaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sums and means of MLPerf Tiny's ResNet as ONNX Runtime computes them: every integer of the
/// tensors around them, for two images.
class OnnxRuntimeKernelsGoldenTest {
  private static final IntType S8 = IntType.signed(8);
  private static final int IMAGES = 2;

  private static Map<String, NdArray> tensors() {
    return SharedModels.arrays("golden/qdq_ic_resnet8.ort_opt_s8.inter.npz");
  }

  @ParameterizedTest
  @CsvSource({
    "61, 0x1.59dc18p-8, -128, 85, 0x1.55fae2p-7, 21, 91, 0x1.9dfcf8p-8, -128",
    "103, 0x1.7053cep-7, -26, 127, 0x1.ad2614p-6, 14, 133, 0x1.fc0c5ap-7, -128",
    "145, 0x1.274ecep-4, 43, 169, 0x1.6149a6p-3, 17, 175, 0x1.80da0cp-4, -128"
  })
  void sums(
      String a,
      float scaleA,
      int zeroA,
      String b,
      float scaleB,
      int zeroB,
      String y,
      float scale,
      int zeroPoint) {
    NdArray left = tensors().get("PPQ_Variable_" + a);
    NdArray right = tensors().get("PPQ_Variable_" + b);
    float ratioA = scaleA / scale;
    float ratioB = scaleB / scale;
    float offset = zeroPoint - (ratioA * zeroA + ratioB * zeroB);
    Value x = value("x", left.shape());
    Value z = value("z", right.shape());
    Op add = new Float32Add(new Ref("x"), new Ref("z"), ratioA, ratioB, offset, S8);

    FixedGraph graph = graph(List.of(x, z), List.of(new Node(value("y", left.shape()), add)));

    assertThat(new Evaluator(graph).run(List.of(left.integers(), right.integers())).get(0))
        .isEqualTo(tensors().get("PPQ_Variable_" + y).integers());
  }

  @Test
  void theMeanOfAllPositions() {
    NdArray in = tensors().get("PPQ_Variable_175");
    Shape image = in.shape().dropFirst();
    Value x = value("x", image);
    Value last = value("last", image.permute(List.of(1, 2, 0)));
    Op turn = new Transpose(new Ref("x"), List.of(1, 2, 0));
    Op mean =
        new Float32AveragePool(
            new Ref("last"),
            8,
            8,
            8,
            8,
            0,
            0,
            0,
            0,
            false,
            -128,
            0x1.80da0cp-4f,
            0x1.3a3224p-6f,
            S8,
            -128);
    Value y = value("y", Shape.of(1, 1, image.dim(0)));
    FixedGraph graph = graph(List.of(x), List.of(new Node(last, turn), new Node(y, mean)));

    assertThat(new Evaluator(graph).runBatch(IMAGES, List.of(in.integers())).get("y"))
        .isEqualTo(tensors().get("PPQ_Variable_181").integers());
  }

  private static Value value(String name, Shape shape) {
    return new Value(name, S8, shape, Range.of(S8), Scale.NONE, Origin.NONE);
  }

  private static FixedGraph graph(List<Value> inputs, List<Node> nodes) {
    return new FixedGraph("case", inputs, new ArrayList<>(nodes), List.of("y"));
  }
}
