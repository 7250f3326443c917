package io.intaglio.ir.lower;

import io.intaglio.ir.Value;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.op.Lookup;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// `chain, step function → count of steps, table of values`. Without the table where the values
/// are in arithmetic progression: the count is then the code.
///
/// Tempting and wrong: to take values for codes of the step's grid and thresholds for a rescale.
/// Powers of two leave gaps, and between them no multiplier is right.
final class LowerSteps {
  private final GraphBuilder builder;

  LowerSteps(GraphBuilder builder) {
    this.builder = builder;
  }

  Pending lower(RealNode node, RealSteps op, Pending x) {
    Shape joint = x.chain().shape();
    List<List<ExactStep>> rules = x.chain().exactSteps(joint);
    rules.forEach(list -> list.add(new ExactStep.Count(op.bounds())));
    IntTensor values = op.values();
    IntType type = IntType.holding(0, op.bounds().size());
    if (inProgression(values)) {
      long each = values.size() > 1 ? values.at(1) - values.at(0) : 1;
      Chain result =
          Chain.of(
              new Chain.Affine(
                  Coefficients.of(op.step().multiply(Rational.of(each))),
                  Coefficients.of(op.step().multiply(Rational.of(values.at(0))))));
      return LowerQuantizer.close(builder, node, x, joint, rules, type, result);
    }
    Origin origin = node.origin().merge(x.origin());
    Chain result = Chain.scale(Coefficients.of(op.step()));
    Value count =
        builder.rescaleBeside(
            node.result(),
            "steps",
            x.value(),
            joint,
            LowerQuantizer.rules(node, origin, rules),
            type,
            Pending.scale(Chain.IDENTITY),
            origin);
    Lookup table = new Lookup(new Ref(count.name()), values, 0);
    Value value = builder.add(node.result(), table, Pending.scale(result), origin);
    return Pending.of(value, x.layout(), result);
  }

  private static boolean inProgression(IntTensor values) {
    for (int i = 1; i < values.size(); i++) {
      long each = values.at(i) - values.at(i - 1);
      if (each == 0 || each != values.at(1) - values.at(0)) {
        return false;
      }
    }
    return true;
  }
}
