package io.intaglio.ir.lower;

import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;

/// A real tensor of the network in terms of the graph: its elements are `chain` of those of
/// `value`, which lie as `layout` says.
///
/// @param exclusive whether nothing but this tensor is made from `value`
/// @param origin the nodes that the chain and the layout stand for
record Pending(Value value, Layout layout, Chain chain, boolean exclusive, Origin origin) {
  static Pending of(Value value, Layout layout, Chain chain) {
    return new Pending(value, layout, chain, true, Origin.NONE);
  }

  Ref ref() {
    return new Ref(value.name());
  }

  /// The shape of the value.
  Shape shape() {
    return layout.graph();
  }

  Pending with(Chain newChain) {
    return new Pending(value, layout, newChain, exclusive, origin);
  }

  Pending with(Layout newLayout) {
    return new Pending(value, newLayout, chain, exclusive, origin);
  }

  Pending with(Value newValue) {
    return new Pending(newValue, layout, chain, exclusive, origin);
  }

  Pending from(Origin more) {
    return new Pending(value, layout, chain, exclusive, origin.merge(more));
  }

  Pending shared() {
    return new Pending(value, layout, chain, false, origin);
  }

  /// What one step of the value's code is worth, if the chain says so.
  static Scale scale(Chain chain) {
    if (!chain.isAffine()) {
      return Scale.NONE;
    }
    Chain.Affine affine = chain.affine();
    if (!affine.isRational() || !affine.a().isUniform() || !affine.b().isUniform()) {
      return Scale.NONE;
    }
    Rational step = affine.a().at(0).p();
    if (step.signum() == 0) {
      return Scale.NONE;
    }
    Rational zero = affine.b().at(0).p().negate().divide(step);
    boolean whole = zero.isInteger() && zero.num().bitLength() < 64;
    return whole ? new Scale(step, zero.num().longValueExact()) : Scale.NONE;
  }
}
