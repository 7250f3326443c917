package io.intaglio.cli;

import io.intaglio.cli.demo.BundledEncoder;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.range.RangeAnalysis;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.text.FxFiles;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Model files that tests make in folders of their own.
public final class TestModels {
  private TestModels() {}

  /// The encoder that is bundled for the demo.
  public static Path encoder(Path folder) {
    return bundled(folder, BundledEncoder.FILE);
  }

  /// Input codes for it, `[1000, 48]`.
  public static Path showers(Path folder) {
    return bundled(folder, "showers.npy");
  }

  private static Path bundled(Path folder, String name) {
    Path file = folder.resolve(name);
    try (InputStream in = TestModels.class.getResourceAsStream("/io/intaglio/cli/demo/" + name)) {
      Files.copy(in, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `y = x + x` over four bipolar codes.
  public static Path bipolar(Path folder) {
    return bipolar(folder, "x");
  }

  /// The same with another name for `x`.
  public static Path bipolar(Path folder, String name) {
    Shape shape = Shape.of(4);
    Value x =
        input(name, IntType.signed(2), shape, Range.uniform(-1, 1, 1), Scale.of(Rational.ONE));
    Head head =
        new Head(name, shape.prepend(1), FloatType.FLOAT32, List.of(), new Encoding.Bipolar());
    Node y = node("y", new Add(new Ref(name), new Ref(name)), x, x, Scale.of(Rational.ONE));
    FixedGraph graph = new FixedGraph("twice", List.of(x), List.of(y), List.of("y"));
    Tail tail = tail("y", y.result(), Rational.ONE);
    return write(folder.resolve("bipolar.fx"), List.of(head), graph, List.of(tail));
  }

  /// `total = a + b` and `product = a · b` over codes of `s4` and `u3` in steps of a quarter, each
  /// of three elements.
  public static Path twoByTwo(Path folder) {
    Shape shape = Shape.of(3);
    Rational quarter = Rational.parse("2^-2");
    Value a = input("a", IntType.signed(4), shape, Range.uniform(-8, 7), Scale.of(quarter));
    Value b = input("b", IntType.unsigned(3), shape, Range.uniform(0, 7), Scale.of(quarter));
    Node sum = node("sum", new Add(new Ref("a"), new Ref("b")), a, b, Scale.of(quarter));
    Rational sixteenth = Rational.parse("2^-4");
    Node prod = node("prod", new Mul(new Ref("a"), new Ref("b")), a, b, Scale.of(sixteenth));
    FixedGraph graph =
        new FixedGraph("pair", List.of(a, b), List.of(sum, prod), List.of("sum", "prod"));
    return write(
        folder.resolve("pair.fx"),
        List.of(grid("a", shape, quarter), grid("b", shape, quarter)),
        graph,
        List.of(tail("total", sum.result(), quarter), tail("product", prod.result(), sixteenth)));
  }

  private static Value input(String name, IntType type, Shape shape, Range range, Scale scale) {
    return new Value(name, type, shape, range, scale, Origin.node("made.onnx", name));
  }

  private static Node node(String name, Op op, Value x, Value y, Scale scale) {
    Range range = RangeAnalysis.range(op, List.of(x, y));
    Origin origin = Origin.node("made.onnx", name);
    return new Node(new Value(name, range.type(), x.shape(), range, scale, origin), op);
  }

  private static Head grid(String name, Shape shape, Rational step) {
    return new Head(name, shape.prepend(1), FloatType.FLOAT32, List.of(), Encoding.Grid.of(step));
  }

  private static Tail tail(String output, Value value, Rational step) {
    return new Tail(
        output,
        value.name(),
        value.shape().prepend(1),
        FloatType.FLOAT32,
        RationalTensor.scalar(step),
        0,
        List.of());
  }

  private static Path write(Path file, List<Head> heads, FixedGraph graph, List<Tail> tails) {
    FxFiles.write(file, new Certified(new Boundary("made.onnx", heads, graph, tails), List.of()));
    return file;
  }
}
