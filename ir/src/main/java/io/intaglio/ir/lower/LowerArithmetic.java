package io.intaglio.ir.lower;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `x ∘ constant → a longer chain`: sums, products, quotients, batch normalisations and rectifiers
/// make no operator; a quantizer behind them folds them, negative factors too.
///
/// Tempting and wrong: to divide by a float's reciprocal. `1/3` of a float is no float; `x/3` is
/// exact here.
final class LowerArithmetic {
  private final FoldBias foldBias;

  LowerArithmetic(FoldBias foldBias) {
    this.foldBias = foldBias;
  }

  /// `x + c`.
  Pending add(RealNode node, Pending x, RealTensor c) {
    return plus(node, x, c, v -> v);
  }

  /// `x − c`.
  Pending subtract(RealNode node, Pending x, RealTensor c) {
    return plus(node, x, c, Surd::negate);
  }

  /// `c − x`.
  Pending subtractFrom(RealNode node, RealTensor c, Pending x) {
    Pending shaped = shaped(node, x);
    Coefficients b = spread(node, shaped, c, v -> v);
    Coefficients minus = Coefficients.of(Surd.of(-1));
    return then(node, shaped, new Chain.Affine(minus, b));
  }

  private Pending plus(RealNode node, Pending x, RealTensor c, UnaryOperator<Surd> sign) {
    Pending shaped = shaped(node, x);
    Coefficients b = spread(node, shaped, c, sign);
    return foldBias
        .fold(shaped, b, node.result(), node.origin())
        .orElseGet(() -> then(node, shaped, new Chain.Affine(Coefficients.ONE, b)));
  }

  /// `x + c`, if it folds into the layer before it.
  Optional<Pending> foldOnly(RealNode node, Pending x, RealTensor c, boolean subtracted) {
    Pending shaped = shaped(node, x);
    Coefficients b = spread(node, shaped, c, subtracted ? Surd::negate : v -> v);
    return foldBias.fold(shaped, b, node.result(), node.origin());
  }

  /// `x·c`.
  Pending multiply(RealNode node, Pending x, RealTensor c) {
    Pending shaped = shaped(node, x);
    Coefficients a = spread(node, shaped, c, v -> v);
    return then(node, shaped, new Chain.Affine(a, Coefficients.ZERO));
  }

  /// `x/c`.
  Pending divide(RealNode node, Pending x, RealTensor c) {
    Pending shaped = shaped(node, x);
    if (IntegerWeights.exact(c).stream().anyMatch(v -> v.signum() == 0)) {
      throw new Refusal(
          Code.IMP_BAD_PARAMETER,
          node.origin(),
          "'" + node.result() + "' divides by zero",
          "the divisor must not be zero");
    }
    Coefficients a = spread(node, shaped, c, v -> Surd.of(Rational.ONE.divide(v.p())));
    return then(node, shaped, new Chain.Affine(a, Coefficients.ZERO));
  }

  Pending batchNorm(RealNode node, RealBatchNorm norm, Pending x) {
    int channels = norm.gamma().shape().size();
    Shape parameter = Shape.of(channels);
    for (int axis = 2; axis < node.shape().rank(); axis++) {
      parameter = Shape.of(append(parameter));
    }
    List<Rational> gamma = IntegerWeights.exact(norm.gamma());
    List<Rational> beta = IntegerWeights.exact(norm.beta());
    List<Rational> mean = IntegerWeights.exact(norm.mean());
    List<Rational> variance = IntegerWeights.exact(norm.variance());
    List<Surd> a = new ArrayList<>();
    List<Surd> b = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      Rational spread = variance.get(c).add(Rational.of(norm.epsilon()));
      if (spread.signum() <= 0) {
        throw new Refusal(
            Code.IMP_BAD_PARAMETER,
            node.origin(),
            "the variance of channel " + c + " plus epsilon is not positive",
            "train the batch normalisation, or give it an epsilon");
      }
      Surd factor = Surd.inverseSqrt(spread).multiply(gamma.get(c));
      a.add(factor);
      b.add(Surd.of(beta.get(c)).subtract(factor.multiply(mean.get(c))));
    }
    Coefficients factors = Coefficients.spread(x.layout(), parameter, a::get);
    Coefficients offsets = Coefficients.spread(x.layout(), parameter, b::get);
    return then(node, x, new Chain.Affine(factors, offsets));
  }

  private static List<Integer> append(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int dim : shape.toArray()) {
      dims.add(dim);
    }
    dims.add(1);
    return dims;
  }

  Pending rectify(RealNode node, Pending x) {
    return then(node, x, new Chain.AtLeast(Rational.ZERO));
  }

  /// An upper bound is a lower one of the negative.
  Pending clip(RealNode node, RealClip op, Pending x) {
    Chain chain = x.chain();
    if (op.lo().isPresent()) {
      chain = chain.then(new Chain.AtLeast(op.lo().get()));
    }
    if (op.hi().isPresent()) {
      Coefficients minus = Coefficients.of(Rational.of(-1));
      chain =
          chain
              .then(new Chain.Affine(minus, Coefficients.ZERO))
              .then(new Chain.AtLeast(op.hi().get().negate()))
              .then(new Chain.Affine(minus, Coefficients.ZERO));
    }
    return x.with(chain).from(node.origin());
  }

  Pending leaky(RealNode node, float slope, Pending x) {
    if (slope < 0) {
      throw Refusal.noForm(
          node.origin(),
          "the slope of '" + node.result() + "' is negative, which is not monotone",
          "use a slope of zero or more");
    }
    return then(node, x, new Chain.LeakyRectify(Rational.of(slope)));
  }

  private static Pending then(RealNode node, Pending x, Chain.Step step) {
    return x.with(x.chain().then(step)).from(node.origin());
  }

  /// `x` under the node's shape, which may have more axes of extent 1.
  private static Pending shaped(RealNode node, Pending x) {
    if (x.layout().model().equals(node.shape())) {
      return x;
    }
    if (x.layout().size() != node.shape().size()) {
      throw Refusal.noForm(
          node.origin(),
          "'" + node.result() + "' broadcasts a tensor to the larger shape of a constant",
          "repeat the tensor's layer for each element of the constant");
    }
    return x.with(x.layout().reshape(node.shape()));
  }

  private static Coefficients spread(
      RealNode node, Pending x, RealTensor c, UnaryOperator<Surd> function) {
    if (!c.shape().broadcastsTo(node.shape())) {
      throw new IllegalArgumentException(c.shape() + " does not broadcast to " + node.shape());
    }
    List<Rational> values = IntegerWeights.exact(c);
    return Coefficients.spread(x.layout(), c.shape(), i -> function.apply(Surd.of(values.get(i))));
  }
}
