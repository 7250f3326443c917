package io.intaglio.ir.text;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The codecs of tensors. Small ones and uniform ones stand in the text, all others in the side
/// file; rationals, which have no width, always in the text.
final class TensorCodecs {
  static final Codec<IntTensor> INT =
      new Codec<>() {
        @Override
        public Syntax write(IntTensor tensor, Writing out) {
          Shape shape = tensor.shape();
          if (tensor.size() <= NestedTensor.MAX_INLINE) {
            return NestedTensor.write(shape, i -> Syntax.number(tensor.at(i)));
          }
          if (tensor.min() == tensor.max() && out.mayRepeat(tensor.size())) {
            return NestedTensor.filled(shape, Syntax.number(tensor.at(0)));
          }
          return out.weights().add(shape, tensor.toArray(), tensor.min(), tensor.max());
        }

        @Override
        public IntTensor read(Syntax node, Reading in) {
          if (WeightsReader.isStored(node)) {
            WeightsReader.Stored stored = in.weights().get(node, in);
            requireFloat(stored, false, node, in);
            long[] values = new long[stored.shape().size()];
            Arrays.setAll(values, _ -> stored.width().get(stored.buffer()));
            return IntTensor.of(stored.shape(), values);
          }
          NestedTensor nested = NestedTensor.read(node, in);
          long[] values = new long[nested.leaves().size()];
          List<Long> read = readLeaves(nested, ScalarCodecs.LONG, in);
          Arrays.setAll(values, read::get);
          return IntTensor.of(nested.shape(), values);
        }

        @Override
        public String expected() {
          return "a tensor of integers";
        }
      };

  static final Codec<FloatTensor> FLOAT =
      new Codec<>() {
        @Override
        public Syntax write(FloatTensor tensor, Writing out) {
          String word = tensor.type() == FloatType.FLOAT32 ? "f32" : "f64";
          return new Syntax.Construct(word, List.of(elements(tensor, out)), List.of(), Place.NONE);
        }

        @Override
        public FloatTensor read(Syntax node, Reading in) {
          FloatType type = floatType(node).orElseThrow(() -> mismatch(node, in));
          Syntax elements = ((Syntax.Construct) node).arguments().getFirst();
          if (WeightsReader.isStored(elements)) {
            WeightsReader.Stored stored = in.weights().get(elements, in);
            requireFloat(stored, true, elements, in);
            double[] values = new double[stored.shape().size()];
            Arrays.setAll(values, _ -> stored.width().getDouble(stored.buffer()));
            return FloatTensor.of(stored.shape(), type, values);
          }
          NestedTensor nested = NestedTensor.read(elements, in);
          double[] values = new double[nested.leaves().size()];
          if (type == FloatType.FLOAT32) {
            List<Float> read = readLeaves(nested, ScalarCodecs.FLOAT, in);
            Arrays.setAll(values, read::get);
          } else {
            List<Double> read = readLeaves(nested, ScalarCodecs.DOUBLE, in);
            Arrays.setAll(values, read::get);
          }
          return FloatTensor.of(nested.shape(), type, values);
        }

        @Override
        public String expected() {
          return "a tensor of floats, as in f32([0.5, 1.0])";
        }
      };

  static final Codec<RationalTensor> RATIONAL =
      new Codec<>() {
        @Override
        public Syntax write(RationalTensor tensor, Writing out) {
          return NestedTensor.write(tensor.shape(), i -> ScalarCodecs.RATIONAL.write(tensor.at(i)));
        }

        @Override
        public RationalTensor read(Syntax node, Reading in) {
          NestedTensor nested = NestedTensor.read(node, in);
          List<Rational> values = readLeaves(nested, ScalarCodecs.RATIONAL, in);
          return new RationalTensor(nested.shape(), values);
        }

        @Override
        public String expected() {
          return "a tensor of rationals";
        }
      };

  private TensorCodecs() {}

  /// The values of the leaves; a repeated leaf is read once.
  static <T> List<T> readLeaves(NestedTensor nested, Codec<T> codec, Reading in) {
    List<T> values = new ArrayList<>(nested.leaves().size());
    Syntax last = null;
    for (Syntax leaf : nested.leaves()) {
      values.add(leaf.equals(last) ? values.getLast() : codec.read(leaf, in));
      last = leaf;
    }
    return values;
  }

  private static Syntax elements(FloatTensor tensor, Writing out) {
    boolean single = tensor.type() == FloatType.FLOAT32;
    Shape shape = tensor.shape();
    if (tensor.size() <= NestedTensor.MAX_INLINE) {
      return NestedTensor.write(
          shape,
          i -> single ? FloatText.write((float) tensor.at(i)) : FloatText.write(tensor.at(i)));
    }
    return out.weights().add(shape, tensor.toArray(), single ? Width.F32 : Width.F64);
  }

  private static Optional<FloatType> floatType(Syntax node) {
    if (node instanceof Syntax.Construct(String word, List<Syntax> arguments, var attributes, _)
        && arguments.size() == 1
        && attributes.isEmpty()) {
      return switch (word) {
        case "f32" -> Optional.of(FloatType.FLOAT32);
        case "f64" -> Optional.of(FloatType.FLOAT64);
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private static void requireFloat(
      WeightsReader.Stored stored, boolean expected, Syntax node, Reading in) {
    if (stored.width().isFloat() != expected) {
      throw in.refusal(
          node.place(),
          stored.width().word() + " where " + (expected ? "floats" : "integers") + " are expected",
          "");
    }
  }
}
