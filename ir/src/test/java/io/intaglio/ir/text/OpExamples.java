package io.intaglio.ir.text;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.op.Add;
import io.intaglio.ir.op.ArgMax;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Combine;
import io.intaglio.ir.op.Concat;
import io.intaglio.ir.op.Constant;
import io.intaglio.ir.op.Conv2d;
import io.intaglio.ir.op.Dense;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.Gather;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.MaxPool;
import io.intaglio.ir.op.Mul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Pad;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Reshape;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.Slice;
import io.intaglio.ir.op.Sub;
import io.intaglio.ir.op.SumPool;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.op.Transpose;
import io.intaglio.ir.op.Wrap;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// At least one example of each operator, with shapes of its operands `%a`, `%b`, ….
final class OpExamples {
  private static final Ref A = new Ref("a");
  private static final Ref B = new Ref("b");
  private static final IntType S8 = IntType.signed(8);
  private static final Shape MAP = Shape.of(4, 4, 2);
  private static final Shape VECTOR = Shape.of(3);

  record Example(Op op, List<Shape> operands) {
    Example(Op op, Shape... operands) {
      this(op, List.of(operands));
    }
  }

  private OpExamples() {}

  static List<Example> all() {
    List<Example> all = new ArrayList<>(linear());
    all.addAll(elementwise());
    all.addAll(kernels());
    all.addAll(layout());
    return all;
  }

  private static IntTensor vector(long... values) {
    return IntTensor.vector(values);
  }

  private static IntTensor scalar(long value) {
    return IntTensor.scalar(value);
  }

  private static List<Example> linear() {
    IntTensor many = IntTensor.of(Shape.of(10, 20), LongStream.range(-100, 100).toArray());
    IntTensor kernel = IntTensor.of(Shape.of(2, 2, 2, 1), 1, -1, 2, -2, 3, -3, 4, -4);
    return List.of(
        new Example(
            new Dense(A, IntTensor.of(Shape.of(2, 3), 1, 2, 3, -4, 5, -6), vector(7, -8), 0),
            VECTOR),
        new Example(new Dense(A, many, IntTensor.filled(Shape.of(10), 0), 3), Shape.of(5, 20)),
        new Example(new Conv2d(A, kernel, vector(0, 1), 2, 1, 1, 2, 2, 0), MAP));
  }

  private static List<Example> elementwise() {
    return List.of(
        new Example(new Add(A, B), MAP, Shape.of(2)),
        new Example(new Sub(A, B), MAP, MAP),
        new Example(new Mul(A, B), MAP, Shape.SCALAR),
        new Example(new Clamp(A, scalar(-3), vector(0, 1, 2)), VECTOR),
        new Example(
            new Combine(
                List.of(A, B),
                IntTensor.of(Shape.of(2, 1), 3, -5),
                scalar(8),
                scalar(4),
                scalar(0),
                scalar(-8),
                scalar(7)),
            VECTOR,
            VECTOR),
        new Example(new Lookup(A, vector(3, 1, 4, 1, 5), -2), VECTOR),
        new Example(
            new Lookup(A, IntTensor.of(Shape.of(3, 2), 1, 0, 0, 1, 1, 1), 0), Shape.of(2, 3)),
        new Example(
            new Rescale(
                A,
                vector(3, -7, Long.MAX_VALUE),
                vector(16, 0, Long.MIN_VALUE),
                scalar(5),
                scalar(0),
                scalar(-128),
                scalar(127),
                Rounding.FLOOR),
            VECTOR),
        new Example(
            new Threshold(
                A, IntTensor.of(Shape.of(3, 2), -1, 5, 0, 2, 9, 9), vector(1, -1, 1), -1, 2),
            VECTOR),
        new Example(Wrap.into(A, IntType.signed(6)), VECTOR));
  }

  private static List<Example> kernels() {
    double[] powers = new double[256];
    Arrays.setAll(powers, i -> Math.scalb(1.0, (i - 255) / 2));
    FloatTensor table = FloatTensor.of(Shape.of(256), FloatType.FLOAT32, powers);
    IntTensor line = vector(LongStream.range(0, 513).toArray());
    return List.of(
        new Example(
            new TableSoftmax(A, table, TableSoftmax.Variant.TFLITE, 0x1p-8f, S8, -128), MAP),
        new Example(new GemmlowpSoftmax(A, 1 << 30, 23, -248, S8), VECTOR),
        new Example(new Int16Softmax(A, 1 << 30, -2, line, line), VECTOR),
        new Example(
            new RoundedSoftmax(A, Rational.parse("1/3"), S8, Rational.parse("2^-8"), -128), VECTOR),
        new Example(new Float32Add(A, B, 0.1f, -0x1.8p-3f, 1e-9f, S8), MAP, Shape.of(2)),
        new Example(
            new Float32AveragePool(
                A, 2, 3, 1, 2, 1, 0, 0, 1, true, -3, 0.1f, 0.3f, IntType.unsigned(8), 128),
            MAP),
        new Example(new MatMul(A, B), MAP, Shape.of(4, 2, 3)));
  }

  private static List<Example> layout() {
    return List.of(
        new Example(new ArgMax(A), MAP),
        new Example(new Concat(List.of(A, B), 2), MAP, Shape.of(4, 4, 1)),
        new Example(new Concat(List.of(A), 0), VECTOR),
        new Example(new Constant(IntTensor.of(Shape.of(2, 0)))),
        new Example(new Constant(scalar(-9))),
        new Example(new MaxPool(A, 2, 2, 2, 2), MAP),
        new Example(new Pad(A, List.of(0, 1, 0), List.of(2, 1, 0), -3), MAP),
        new Example(new Reshape(A, Shape.of(32)), MAP),
        new Example(new Slice(A, List.of(3, 0, 1), List.of(2, 4, 1), List.of(-2, 1, 1)), MAP),
        new Example(new Gather(A, 1, List.of(3, 0, 0)), MAP),
        new Example(new SumPool(A, 4, 3, 1, 1), MAP),
        new Example(new Transpose(A, List.of(2, 0, 1)), MAP));
  }

  /// A graph of that operator alone.
  static Certified graph(Example example) {
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < example.operands().size(); i++) {
      inputs.add(value(i == 0 ? "a" : "b", example.operands().get(i)));
    }
    Value result = value("y", example.op().shape(example.operands()));
    FixedGraph graph =
        new FixedGraph("g", inputs, List.of(new Node(result, example.op())), List.of("y"));
    return new Certified(new Boundary("", List.of(), graph, List.of()), List.of());
  }

  static Value value(String name, Shape shape) {
    return new Value(
        name,
        IntType.signed(8),
        shape,
        Range.uniform(-128, 126, 1),
        new Scale(Rational.parse("3/8"), -1),
        Origin.node("m.onnx", name));
  }
}
