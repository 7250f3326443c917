package io.intaglio.ir.lower;

import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// An exact elementwise function of a graph value, not yet made into integers: monotone steps one
/// after the other. No two affine steps stand together unless their roots forbid to merge them.
record Chain(List<Step> steps) {
  static final Chain IDENTITY = new Chain(List.of());

  Chain {
    steps = List.copyOf(steps);
  }

  /// One step.
  sealed interface Step {}

  /// `v ↦ a·v + b`.
  record Affine(Coefficients a, Coefficients b) implements Step {
    static final Affine IDENTITY = new Affine(Coefficients.ONE, Coefficients.ZERO);

    boolean isIdentity() {
      return equals(IDENTITY);
    }

    boolean isRational() {
      return a.isRational() && b.isRational();
    }

    Shape shape() {
      return Coefficients.join(a.shape(), b.shape());
    }
  }

  /// `v ↦ max(v, bound)`.
  record AtLeast(Rational bound) implements Step {}

  /// `v ↦ v` if `v >= 0`, else `slope·v`.
  record LeakyRectify(Rational slope) implements Step {}

  /// This chain for a value whose element `i`, of shape `to`, is element `source[i]` of the value
  /// of shape `from` that this is for.
  Chain gathered(Shape from, int[] source, Shape to) {
    List<Step> moved = new ArrayList<>();
    for (Step step : steps) {
      moved.add(
          step instanceof Affine(Coefficients a, Coefficients b)
              ? new Affine(a.gathered(from, source, to), b.gathered(from, source, to))
              : step);
    }
    return new Chain(moved);
  }

  static Chain of(Affine affine) {
    return affine.isIdentity() ? IDENTITY : new Chain(List.of(affine));
  }

  static Chain scale(Coefficients a) {
    return of(new Affine(a, Coefficients.ZERO));
  }

  Chain then(Affine next) {
    if (!steps.isEmpty() && steps.get(steps.size() - 1) instanceof Affine last) {
      try {
        Coefficients a = last.a().combine(next.a(), Surd::multiply);
        Coefficients b = last.b().combine(next.a(), Surd::multiply).combine(next.b(), Surd::add);
        return replaceLast(new Affine(a, b));
      } catch (ArithmeticException differentRoots) {
        return append(next);
      }
    }
    return next.isIdentity() ? this : append(next);
  }

  Chain then(Step step) {
    return switch (step) {
      case Affine affine -> then(affine);
      case AtLeast _, LeakyRectify _ ->
          !steps.isEmpty() && steps.get(steps.size() - 1).equals(step) && step instanceof AtLeast
              ? this
              : append(step);
    };
  }

  /// The chain of `first`, an affine map of the value, and then this.
  Chain after(Affine first) {
    Chain all = of(first);
    for (Step step : steps) {
      all = all.then(step);
    }
    return all;
  }

  private Chain append(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Chain(longer);
  }

  private Chain replaceLast(Affine affine) {
    List<Step> changed = new ArrayList<>(steps.subList(0, steps.size() - 1));
    if (!affine.isIdentity()) {
      changed.add(affine);
    }
    return new Chain(changed);
  }

  /// Whether this is at most one affine map.
  boolean isAffine() {
    return steps.isEmpty() || (steps.size() == 1 && steps.get(0) instanceof Affine);
  }

  /// The one affine map; needs [#isAffine].
  Affine affine() {
    return steps.isEmpty() ? Affine.IDENTITY : (Affine) steps.get(0);
  }

  /// The least shape to which all coefficients broadcast.
  Shape shape() {
    Shape shape = Shape.SCALAR;
    for (Step step : steps) {
      if (step instanceof Affine affine) {
        shape = Coefficients.join(shape, affine.shape());
      }
    }
    return shape;
  }

  /// The steps that each element of `joint`, to which [#shape] broadcasts, goes through.
  List<List<ExactStep>> exactSteps(Shape joint) {
    List<List<ExactStep>> all = new ArrayList<>();
    for (int i = 0; i < joint.size(); i++) {
      all.add(new ArrayList<>());
    }
    for (Step step : steps) {
      switch (step) {
        case Affine(Coefficients a, Coefficients b) -> {
          List<Surd> factors = a.over(joint);
          List<Surd> offsets = b.over(joint);
          for (int i = 0; i < all.size(); i++) {
            all.get(i).add(new ExactStep.Affine(factors.get(i), offsets.get(i)));
          }
        }
        case AtLeast(Rational bound) -> all.forEach(l -> l.add(new ExactStep.AtLeast(bound)));
        case LeakyRectify(Rational slope) ->
            all.forEach(l -> l.add(new ExactStep.LeakyRectify(slope)));
      }
    }
    return all;
  }

  /// The signs of each element's slope: +1 never decreasing, −1 never increasing, 0 constant.
  Coefficients directions() {
    Coefficients direction = Coefficients.ONE;
    for (Step step : steps) {
      if (step instanceof Affine(Coefficients a, Coefficients _)) {
        direction = direction.combine(a.map(v -> Surd.of(v.signum())), Surd::multiply);
      }
    }
    return direction;
  }
}
