package io.intaglio.ir.lower;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Exact reals that broadcast to a graph value from the right: one a tensor, a channel or an
/// element.
record Coefficients(Shape shape, List<Surd> values) {
  static final Coefficients ONE = of(Surd.ONE);
  static final Coefficients ZERO = of(Surd.ZERO);

  private static final int MAX_BITS = 62;

  Coefficients {
    values = List.copyOf(values);
    if (shape.elements() != values.size()) {
      throw new IllegalArgumentException(values.size() + " coefficients for shape " + shape);
    }
  }

  static Coefficients of(Surd value) {
    return new Coefficients(Shape.SCALAR, List.of(value));
  }

  static Coefficients of(Rational value) {
    return of(Surd.of(value));
  }

  /// A parameter of the model, of shape `parameter`, as it meets the elements of a value.
  static Coefficients spread(Layout layout, Shape parameter, IntFunction<Surd> value) {
    List<Surd> given = new ArrayList<>();
    for (int i = 0; i < parameter.size(); i++) {
      given.add(value.apply(i));
    }
    if (given.stream().allMatch(given.get(0)::equals)) {
      return of(given.get(0));
    }
    int[] index = layout.parameterIndex(parameter);
    int channels = layout.graph().channels();
    for (int g = channels; g < index.length; g++) {
      if (index[g] != index[g % channels]) {
        return gathered(layout.graph(), i -> given.get(index[i]));
      }
    }
    return gathered(Shape.of(channels), c -> given.get(index[c]));
  }

  /// `value.apply(g)` for each element of a value of shape `graph`, in the shortest equal form.
  static Coefficients gathered(Shape graph, IntFunction<Surd> value) {
    Surd[] all = new Surd[graph.size()];
    for (int g = 0; g < all.length; g++) {
      all[g] = value.apply(g);
    }
    return new Coefficients(graph, Arrays.asList(all)).compact();
  }

  /// The least shape to which both broadcast; they must agree where both exceed 1.
  static Shape join(Shape a, Shape b) {
    boolean first = a.rank() >= b.rank();
    Shape longer = first ? a : b;
    Shape other = first ? b : a;
    int shift = longer.rank() - other.rank();
    for (int axis = 0; axis < other.rank(); axis++) {
      if (longer.dim(axis + shift) == 1) {
        longer = longer.withDim(axis + shift, other.dim(axis));
      }
    }
    return longer;
  }

  Surd at(int flat) {
    return values.get(flat);
  }

  int size() {
    return values.size();
  }

  /// One value for each element of `target`.
  List<Surd> over(Shape target) {
    if (shape.equals(target)) {
      return values;
    }
    List<Surd> all = new ArrayList<>();
    for (int i : shape.broadcastIndex(target)) {
      all.add(values.get(i));
    }
    return all;
  }

  Coefficients map(UnaryOperator<Surd> function) {
    return new Coefficients(shape, values.stream().map(function).toList()).compact();
  }

  /// Elementwise.
  ///
  /// @throws ArithmeticException if two of the reals have different roots
  Coefficients combine(Coefficients other, BinaryOperator<Surd> function) {
    Shape joint = join(shape, other.shape);
    List<Surd> left = over(joint);
    List<Surd> right = other.over(joint);
    List<Surd> all = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      all.add(function.apply(left.get(i), right.get(i)));
    }
    return new Coefficients(joint, all).compact();
  }

  /// As [Chain#gathered]; one coefficient for all stays one.
  Coefficients gathered(Shape from, int[] source, Shape to) {
    if (isUniform()) {
      return this;
    }
    List<Surd> all = over(from);
    return gathered(to, i -> all.get(source[i]));
  }

  boolean isUniform() {
    return values.size() == 1;
  }

  boolean isRational() {
    return values.stream().allMatch(Surd::isRational);
  }

  boolean isZero() {
    return values.stream().allMatch(v -> v.signum() == 0);
  }

  /// Whether one value a channel, the innermost axis, says all.
  boolean isPerChannel() {
    return shape.rank() == 0 || shape.size() == shape.channels();
  }

  /// The rationals in order; needs [#isRational].
  List<Rational> rationals() {
    return values.stream().map(Surd::p).toList();
  }

  /// The integers that all of them are; needs [#isRational].
  ///
  /// @param refusal what is thrown if one is no integer of at most 62 bits and a sign
  IntTensor integers(Supplier<Refusal> refusal) {
    long[] all = new long[values.size()];
    for (int i = 0; i < all.length; i++) {
      Rational number = values.get(i).p();
      if (!number.isInteger() || number.num().bitLength() > MAX_BITS) {
        throw refusal.get();
      }
      all[i] = number.num().longValueExact();
    }
    return IntTensor.of(shape, all);
  }

  private Coefficients compact() {
    if (values.isEmpty()) {
      return this;
    }
    Surd first = values.get(0);
    if (values.stream().allMatch(first::equals)) {
      return of(first);
    }
    int channels = shape.channels();
    for (int i = channels; i < values.size(); i++) {
      if (!values.get(i).equals(values.get(i % channels))) {
        return this;
      }
    }
    return new Coefficients(Shape.of(channels), values.subList(0, channels));
  }
}
