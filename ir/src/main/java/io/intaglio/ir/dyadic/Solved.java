package io.intaglio.ir.dyadic;

import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.rule.SourceRule;
import java.util.List;

/// One channel's rule on its interval and the formulas that equal it there; those that do not exist
/// are null.
///
/// @param function its steps; if `byFormula`, only its two ends
/// @param shifted the narrowest with an arithmetic shift
/// @param closed the rule's own
record Solved(
    SourceRule rule, StepFunction function, boolean byFormula, Linear shifted, Linear closed) {

  Certificate.Channel certify() {
    Certificate.Channel all = function.certify(rule);
    return byFormula
        ? new Certificate.Channel(
            rule, all.lo(), all.hi(), all.log2Stride(), all.first(), List.of())
        : all;
  }
}
