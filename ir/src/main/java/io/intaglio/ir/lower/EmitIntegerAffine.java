package io.intaglio.ir.lower;

import io.intaglio.ir.Scale;
import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Clamp;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `v → max(k·v + o, least)` with integers `k`, `o`: the value itself or a rescale that rounds
/// nothing.
///
/// Tempting and wrong: to leave out the map where `k` is one and `o` is zero for most channels.
/// Operators have one form for all channels.
final class EmitIntegerAffine {
  private final GraphBuilder builder;
  private final Map<Request, Value> known = new HashMap<>();

  EmitIntegerAffine(GraphBuilder builder) {
    this.builder = builder;
  }

  /// Integers that broadcast to a value.
  ///
  /// @param least a lower bound of the result, or `Long.MIN_VALUE`
  record Factors(IntTensor k, IntTensor o, long least) {
    Factors {
      k = k.collapsed();
      o = o.collapsed();
    }

    static Factors of(IntTensor k, IntTensor o) {
      return new Factors(k, o, Long.MIN_VALUE);
    }

    boolean isIdentity() {
      return k.stream().allMatch(v -> v == 1)
          && o.stream().allMatch(v -> v == 0)
          && least == Long.MIN_VALUE;
    }
  }

  private record Request(String value, Factors factors) {}

  /// The mapped value, named `tensor.suffix` if it is a new one.
  Value emit(Value x, String tensor, String suffix, Factors factors, Scale scale, Origin origin) {
    if (factors.isIdentity()) {
      return x;
    }
    return known.computeIfAbsent(
        new Request(x.name(), factors), r -> rescale(x, tensor, suffix, factors, scale, origin));
  }

  private Value rescale(
      Value x, String tensor, String suffix, Factors factors, Scale scale, Origin origin) {
    Shape shape = Coefficients.join(factors.k().shape(), factors.o().shape());
    int[] kIndex = factors.k().shape().broadcastIndex(shape);
    int[] oIndex = factors.o().shape().broadcastIndex(shape);
    List<SourceRule> rules = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      List<ExactStep> steps = new ArrayList<>();
      steps.add(
          new ExactStep.Affine(
              Surd.of(factors.k().at(kIndex[i])), Surd.of(factors.o().at(oIndex[i]))));
      if (factors.least() != Long.MIN_VALUE) {
        steps.add(new ExactStep.AtLeast(Rational.of(factors.least())));
      }
      rules.add(new ExactChain(steps));
    }
    IntType type = type(x, tensor, factors, origin);
    return builder.rescaleBeside(tensor, suffix, x, shape, rules, type, scale, origin);
  }

  private static IntType type(Value x, String tensor, Factors factors, Origin origin) {
    BigInteger reach = widest(x.range().min(), x.range().max()).multiply(widest(factors.k()));
    reach = reach.add(widest(factors.o()));
    if (reach.bitLength() > 62) {
      throw new Refusal(
          Code.LOW_TOO_WIDE,
          origin,
          "'" + tensor + "' needs " + (reach.bitLength() + 1) + " bits on one integer grid",
          "values of up to 63 bits are supported: put a quantizer before it, or give its constants"
              + " fewer bits");
    }
    return IntType.holding(reach.negate(), reach);
  }

  private static BigInteger widest(IntTensor tensor) {
    return widest(tensor.min(), tensor.max());
  }

  private static BigInteger widest(long lo, long hi) {
    return BigInteger.valueOf(lo).abs().max(BigInteger.valueOf(hi).abs());
  }

  /// `min(max(x, lo), hi)`, or `x` if that is the same on its range.
  Value clamp(
      Value x, String tensor, String suffix, IntTensor lo, IntTensor hi, Scale s, Origin origin) {
    if (lo.max() <= x.range().min() && hi.min() >= x.range().max()) {
      return x;
    }
    Clamp clamp = new Clamp(new Ref(x.name()), lo.collapsed(), hi.collapsed());
    return builder.addBeside(tensor, suffix, clamp, s, origin);
  }
}
