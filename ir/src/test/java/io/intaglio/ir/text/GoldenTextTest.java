package io.intaglio.ir.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import io.intaglio.ir.verify.Verifier;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the texts look like.
final class GoldenTextTest {
  @Test
  void aLoweredNetwork() {
    FxText fx = FxWriter.write(TinyNetwork.certified());
    assertThat(fx.text()).isEqualTo(Golden.read("tiny.fx"));
    assertThat(fx.weights()).isEmpty();
    assertThat(Verifier.check(TinyNetwork.certified().boundary())).isEmpty();
    assertThat(FxReader.read(fx.text(), fx.weights(), "tiny.fx"))
        .isEqualTo(TinyNetwork.certified());
  }

  @Test
  void aNetwork() {
    Origin origin = Origin.node("tiny.onnx", "Quant_0");
    float[] stored = {0.1f, -0.0f, 1e10f, Float.NaN, Float.NEGATIVE_INFINITY};
    FloatTensor floats =
        FloatTensor.of(
            Shape.of(5),
            FloatType.FLOAT32,
            IntStream.range(0, stored.length).mapToDouble(i -> stored[i]).toArray());
    Network network =
        new Network(
            "tiny.onnx",
            "qonnx",
            List.of(
                new NetInput(
                    "global in",
                    Shape.of(1, 5),
                    FloatType.FLOAT32,
                    Optional.of(InputFormat.of(IntType.signed(4), Rational.parse("2^-3"))),
                    Optional.empty(),
                    Origin.file("tiny.onnx"))),
            List.of(
                new RealNode(
                    "w", Shape.of(5), new RealParameter(new RealTensor.Stored(floats)), origin),
                new RealNode(
                    "Quant_0_out",
                    Shape.of(1, 5),
                    new RealQuantize(
                        new Ref("global in"),
                        FloatTensor.scalar(0.25f),
                        FloatTensor.scalar(0),
                        IntTensor.scalar(-8),
                        IntTensor.scalar(7),
                        Rounding.HALF_EVEN),
                    origin)),
            List.of("Quant_0_out"));
    FxText text = NetworkText.write(network);
    assertThat(text.text()).isEqualTo(Golden.read("tiny.network"));
    assertThat(NetworkText.read(text.text(), text.weights(), "tiny.network")).isEqualTo(network);
  }

  @Test
  void aDatapath() {
    List<Cell> cells =
        List.of(
            new Cell("x0", new CellOp.Input(0), -8, 7, 0),
            new Cell("x1", new CellOp.Input(1), -8, 7, 0),
            new Cell("acc0_t1", new CellOp.Add(0, 2, 1, 0), -40, 35, 0),
            new Cell("acc0", new CellOp.Register(2), -40, 35, 1));
    Layer layer =
        new Layer.Compute(
            new Bus("fc1", List.of(IntType.signed(7)), 2),
            "fc1",
            new Kernel("fc1", cells, List.of(3), 1),
            List.of(
                new Instance(
                    List.of(new Source.Element("x", 0), new Source.Element("x", 1)), List.of(0))),
            Origin.node("tiny.onnx", "fc1"));
    Datapath datapath =
        new Datapath(
            "tiny",
            5000,
            "fpga",
            Handshake.VALID,
            List.of(new Bus("x", Collections.nCopies(48, IntType.signed(4)), 1)),
            List.of(layer),
            List.of("fc1"),
            2,
            1);
    String text = DatapathText.write(datapath);
    assertThat(text).isEqualTo(Golden.read("tiny.datapath"));
    assertThat(DatapathText.read(text, "tiny.datapath")).isEqualTo(datapath);
  }
}
