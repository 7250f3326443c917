package io.intaglio.ir.testing;

import io.intaglio.ir.Value;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.op.Float32Add;
import io.intaglio.ir.op.Float32AveragePool;
import io.intaglio.ir.op.GemmlowpSoftmax;
import io.intaglio.ir.op.Int16Softmax;
import io.intaglio.ir.op.MatMul;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.op.RoundedSoftmax;
import io.intaglio.ir.op.TableSoftmax;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;

/// One random kernel of a runtime over values that are there.
final class RandomKernels {
  private final SplittableRandom random;
  private final List<Value> values;

  private RandomKernels(SplittableRandom random, List<Value> values) {
    this.random = random;
    this.values = values;
  }

  static Optional<Op> next(SplittableRandom random, List<Value> values) {
    return new RandomKernels(random, values).next();
  }

  private Optional<Op> next() {
    return switch (random.nextInt(7)) {
      case 0 -> any(x -> x.shape().rank() >= 1 && span(x) < 256).map(this::tableSoftmax);
      case 1 -> any(x -> x.shape().rank() >= 1).map(this::gemmlowpSoftmax);
      case 2 -> any(x -> x.shape().rank() >= 1).map(this::int16Softmax);
      case 3 -> any(_ -> true).flatMap(this::float32Add);
      case 4 -> any(x -> x.shape().rank() >= 1).map(this::roundedSoftmax);
      case 5 -> any(x -> x.shape().rank() == 3).map(this::float32AveragePool);
      default -> any(x -> x.shape().rank() >= 2).flatMap(this::matMul);
    };
  }

  private static long span(Value x) {
    return x.range().max() - x.range().min();
  }

  private static Ref ref(Value x) {
    return new Ref(x.name());
  }

  private Optional<Value> any(Predicate<Value> fits) {
    List<Value> fitting = new ArrayList<>(values);
    fitting.removeIf(fits.negate());
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  private IntType type() {
    return random.nextBoolean() ? IntType.signed(8) : IntType.unsigned(8);
  }

  private float number(double most) {
    return (float) random.nextDouble(-most, most);
  }

  private Op tableSoftmax(Value x) {
    double base = random.nextDouble(1.01, 3);
    double[] table = new double[TableSoftmax.ENTRIES];
    Arrays.setAll(table, i -> (float) Math.pow(base, i - 255));
    TableSoftmax.Variant[] variants = TableSoftmax.Variant.values();
    TableSoftmax.Variant variant = variants[random.nextInt(variants.length)];
    float scale = variant == TableSoftmax.Variant.TFLITE ? 0x1p-8f : 1 + random.nextInt(256);
    return new TableSoftmax(
        ref(x),
        FloatTensor.of(Shape.of(table.length), FloatType.FLOAT32, table),
        variant,
        scale,
        type(),
        random.nextInt(-128, 1));
  }

  private Op roundedSoftmax(Value x) {
    IntType type = type();
    return new RoundedSoftmax(
        ref(x),
        Rational.of(random.nextInt(1, 100)).divide(Rational.of(random.nextInt(1, 1000))),
        type,
        Rational.of(random.nextInt(1, 10)).divide(Rational.of(random.nextInt(1, 1000))),
        random.nextLong(type.min(), type.max() + 1));
  }

  private Op gemmlowpSoftmax(Value x) {
    int shift = random.nextInt(27);
    int least = -(int) Math.min(1L << (31 - shift), Integer.MAX_VALUE);
    IntType type = random.nextInt(3) == 0 ? IntType.signed(16) : type();
    return new GemmlowpSoftmax(
        ref(x), (1 << 30) + random.nextInt(1 << 30), shift, random.nextInt(least, 1), type);
  }

  private Op int16Softmax(Value x) {
    return new Int16Softmax(
        ref(x),
        (1 << 30) + random.nextInt(1 << 30),
        random.nextInt(-3, 15),
        falling(i -> Math.exp((i - 512) * 10.0 / 512)),
        falling(i -> 1 / (1 + i / 512.0)));
  }

  private static IntTensor falling(IntToDoubleFunction function) {
    long[] table = new long[Int16Softmax.ENTRIES];
    Arrays.setAll(table, i -> Math.min(32_767, Math.round(32_768 * function.applyAsDouble(i))));
    return IntTensor.vector(table);
  }

  private Optional<Op> float32Add(Value a) {
    return any(b -> b.shape().broadcastsTo(a.shape()) || a.shape().broadcastsTo(b.shape()))
        .map(b -> new Float32Add(ref(a), ref(b), number(2), number(2), number(9), type()));
  }

  private Op float32AveragePool(Value x) {
    int kernelH = 1 + random.nextInt(x.shape().dim(0));
    int kernelW = 1 + random.nextInt(x.shape().dim(1));
    return new Float32AveragePool(
        ref(x),
        kernelH,
        kernelW,
        1 + random.nextInt(2),
        1 + random.nextInt(2),
        random.nextInt(kernelH),
        random.nextInt(kernelW),
        random.nextInt(kernelH),
        random.nextInt(kernelW),
        random.nextBoolean(),
        random.nextInt(-128, 128),
        (float) random.nextDouble(0.01, 1),
        (float) random.nextDouble(0.01, 1),
        type(),
        random.nextInt(-128, 128));
  }

  private Optional<Op> matMul(Value a) {
    int rank = a.shape().rank();
    Predicate<Value> fits =
        b -> {
          if (b.shape().rank() != rank || b.shape().dim(rank - 2) != a.shape().channels()) {
            return false;
          }
          Shape same = b.shape().withDim(rank - 2, 1).withDim(rank - 1, 1);
          return same.equals(a.shape().withDim(rank - 2, 1).withDim(rank - 1, 1));
        };
    return any(fits).map(b -> new MatMul(ref(a), ref(b)));
  }
}
