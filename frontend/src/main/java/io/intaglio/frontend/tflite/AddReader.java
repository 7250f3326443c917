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
import java.util.Optional;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.SubOptions;
import org.tensorflow.lite.schema.TensorType;

/// ADD and SUB by [AddRule], with broadcasting; one operand may be a constant.
final class AddReader implements OperatorReader {
  private final boolean subtract;

  AddReader(boolean subtract) {
    this.subtract = subtract;
  }

  /// @param shifts whether 16-bit codes are shifted where they can be
  private record Options(byte activation, boolean shifts) {}

  private static Options add(Operator operator) {
    AddOptions table = (AddOptions) operator.builtinOptions(new AddOptions());
    return table == null
        ? null
        : new Options(table.fusedActivationFunction(), table.potScaleInt16());
  }

  private static Options sub(Operator operator) {
    SubOptions table = (SubOptions) operator.builtinOptions(new SubOptions());
    return table == null
        ? null
        : new Options(table.fusedActivationFunction(), table.potScaleInt16());
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    Broadcast pair = Broadcast.of(site, WideRule.activations(site));
    Options options =
        subtract
            ? site.options(BuiltinOptions.SubOptions, AddReader::sub)
            : site.options(BuiltinOptions.AddOptions, AddReader::add);
    FlatTensor a = pair.a();
    FlatTensor b = pair.b();
    WideRule.demandSymmetric(site, a);
    WideRule.demandSymmetric(site, b);
    WideRule.demandSymmetric(site, site.output());
    Quantization out = site.perTensor(site.output());
    AddRule rule = rule(site, pair, out, options);
    boolean linear = rule.linear() && a.shape().equals(b.shape());
    Ref x = integers(site, "first", a, rule, rule.first(), linear);
    Ref y = integers(site, "second", b, rule, rule.second(), linear);
    RealOp op = subtract ? new RealSubtract(x, y) : new RealAdd(x, y);
    Ref sum = site.beside("sum", site.output().shape(), op);
    site.result(
        site.requantize(
            sum, RationalTensor.scalar(rule.step()), Shape.SCALAR, List.of(rule.sum())));
  }

  private AddRule rule(OperatorSite site, Broadcast pair, Quantization out, Options options)
      throws OperatorSite.Refused {
    Quantization a = site.perTensor(pair.a());
    Quantization b = site.perTensor(pair.b());
    boolean words = pair.a().type() == TensorType.INT16;
    boolean delegated =
        Delegation.takes(site, pair.a(), pair.b(), site.output())
            && Delegation.takesSum(a, out)
            && Delegation.takesSum(b, out);
    if (delegated) {
      return AddRule.delegated(a, b, out, site.bounds(options.activation()));
    }
    Delegation.demandNarrow(site, 255.0 * (a.scale() + b.scale()) / out.scale());
    CodeBounds bounds = site.builtinBounds(options.activation());
    boolean micro = site.profile().isMicro();
    if (words && options.shifts() && !micro) {
      Optional<AddRule> shifts = AddRule.ofShifts(site, a, b, out, bounds);
      if (shifts.isPresent()) {
        return shifts.get();
      }
    }
    return AddRule.of(site, a, b, out, bounds);
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
