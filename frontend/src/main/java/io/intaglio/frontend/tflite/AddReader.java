package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.SubOptions;

/// ADD and SUB by [AddRule], with broadcasting; one operand may be a constant.
final class AddReader implements OperatorReader {
  private final boolean subtract;

  AddReader(boolean subtract) {
    this.subtract = subtract;
  }

  private static Byte add(Operator operator) {
    AddOptions table = (AddOptions) operator.builtinOptions(new AddOptions());
    return table == null ? null : table.fusedActivationFunction();
  }

  private static Byte sub(Operator operator) {
    SubOptions table = (SubOptions) operator.builtinOptions(new SubOptions());
    return table == null ? null : table.fusedActivationFunction();
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    Broadcast pair = Broadcast.of(site, WideRule.activations(site));
    byte activation =
        subtract
            ? site.options(BuiltinOptions.SubOptions, AddReader::sub)
            : site.options(BuiltinOptions.AddOptions, AddReader::add);
    FlatTensor a = pair.a();
    FlatTensor b = pair.b();
    WideRule.demandSymmetric(site, a);
    WideRule.demandSymmetric(site, b);
    WideRule.demandSymmetric(site, site.output());
    Quantization out = site.perTensor(site.output());
    AddRule rule =
        AddRule.of(site, site.perTensor(a), site.perTensor(b), out, site.bounds(activation));
    boolean linear = rule.isLinear() && a.shape().equals(b.shape());
    Ref x = integers(site, "first", a, rule, rule.first(), linear);
    Ref y = integers(site, "second", b, rule, rule.second(), linear);
    RealOp op = subtract ? new RealSubtract(x, y) : new RealAdd(x, y);
    Ref sum = site.beside("sum", site.output().shape(), op);
    site.result(
        site.requantize(
            sum, RationalTensor.scalar(rule.step()), Shape.SCALAR, List.of(rule.sum())));
  }

  /// An operand's integers, at the step of the sum.
  private static Ref integers(
      OperatorSite site, String name, FlatTensor x, AddRule rule, SourceRule inner, boolean linear)
      throws OperatorSite.Refused {
    Quantization q = site.perTensor(x);
    if (x.isConstant()) {
      long[] codes = site.codes(x);
      Arrays.setAll(codes, i -> inner.apply((codes[i] - q.zeroPoint()) << rule.lift()));
      return site.constant(
          name,
          new RealTensor.Grid(
              IntTensor.of(x.shape(), codes),
              RationalTensor.scalar(rule.step()),
              RationalTensor.scalar(Rational.ZERO)));
    }
    if (linear) {
      Rational factor = Rational.of(inner.apply(1)).multiply(rule.step()).divide(q.step());
      Ref constant = site.constant(name + ".factor", RealTensor.number(factor));
      return site.beside(name, x.shape(), new RealMultiply(site.value(x), constant));
    }
    Rational unit = q.step().multiply(Rational.powerOfTwo(-rule.lift()));
    return site.beside(
        name,
        x.shape(),
        new RealRequantize(
            site.value(x),
            RationalTensor.scalar(unit),
            Shape.SCALAR,
            List.of(inner),
            IntType.signed(32),
            rule.step(),
            0));
  }
}
