package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.Operator;

/// MUL by [MulRule], with broadcasting; one operand may be a constant.
///
/// Source: XNNPACK src/subgraph.c `optimize_common_subgraphs_mul_to_sqr`.
final class MulReader implements OperatorReader {
  private static Byte options(Operator operator) {
    MulOptions table = (MulOptions) operator.builtinOptions(new MulOptions());
    return table == null ? null : table.fusedActivationFunction();
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    Broadcast pair = Broadcast.of(site, WideRule.activations(site));
    WideRule.demandSymmetric(site, pair.a());
    WideRule.demandSymmetric(site, pair.b());
    WideRule.demandSymmetric(site, site.output());
    byte activation = site.options(BuiltinOptions.MulOptions, MulReader::options);
    Quantization a = site.perTensor(pair.a());
    Quantization b = site.perTensor(pair.b());
    Quantization out = site.perTensor(site.output());
    boolean delegated =
        Delegation.takes(site, pair.a(), pair.b(), site.output())
            && Delegation.takesProduct(a, b, out);
    if (!delegated) {
      Delegation.demandNarrow(site, 255.0 * 255.0 * a.scale() * b.scale() / out.scale());
    }
    CodeBounds bounds = delegated ? site.bounds(activation) : site.builtinBounds(activation);
    if (delegated && pair.a().index() == pair.b().index()) {
      LongUnaryOperator squared = MulRule.squared(a, out, bounds);
      demandOneMeaning(site, a, squared, MulRule.delegated(a, b, out, bounds));
      UnaryTable.emit(site, pair.a(), squared);
      return;
    }
    SourceRule rule =
        delegated ? MulRule.delegated(a, b, out, bounds) : MulRule.of(site, a, b, out, bounds);
    Ref product =
        site.beside(
            "product",
            site.output().shape(),
            new RealMultiply(site.operand(pair.a()), site.operand(pair.b())));
    RationalTensor step = RationalTensor.scalar(a.step().multiply(b.step()));
    site.result(site.requantize(product, step, Shape.SCALAR, List.of(rule)));
  }

  /// Demands that XNNPACK's square gives the codes of its product: which of them it takes depends
  /// on its version, and on the operators around.
  private static void demandOneMeaning(
      OperatorSite site, Quantization in, LongUnaryOperator squared, SourceRule product)
      throws OperatorSite.Refused {
    IntType type = site.codeType(site.output());
    for (long q = type.min(); q <= type.max(); q++) {
      long centred = q - in.zeroPoint();
      if (squared.applyAsLong(q) != product.apply(centred * centred)) {
        throw site.refused(
            Code.IMP_UNSUPPORTED_FORM,
            "the square of the code "
                + q
                + ", which XNNPACK squares or multiplies and so rounds in one of two ways",
            "use the profile tflm or tflite-reference, or scales that are no powers of two");
      }
    }
  }
}
