package io.intaglio.ir.dyadic;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Range;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// What to find an integer form for: source rules on the reachable values of `x`.
///
/// @param input the proven range of `x`
/// @param inputShape the shape of `x`, and of the result
/// @param resultName the graph's name for the result, which the certificate carries
/// @param parameterShape how `rules` broadcast to `x` from the right
/// @param rules one an element of `parameterShape`, in row-major order
/// @param resultType what every result must lie in
/// @param origin where diagnostics point
public record RescaleRequest(
    Ref x,
    Range input,
    Shape inputShape,
    String resultName,
    Shape parameterShape,
    List<SourceRule> rules,
    IntType resultType,
    Origin origin) {
  public RescaleRequest {
    rules = List.copyOf(rules);
    if (parameterShape.elements() != rules.size() || !parameterShape.broadcastsTo(inputShape)) {
      throw new IllegalArgumentException(
          rules.size() + " rules of shape " + parameterShape + " for input " + inputShape);
    }
  }

  /// A request whose diagnostics point at the result's name.
  public RescaleRequest(
      Ref x,
      Range input,
      Shape inputShape,
      String resultName,
      Shape parameterShape,
      List<SourceRule> rules,
      IntType resultType) {
    this(
        x,
        input,
        inputShape,
        resultName,
        parameterShape,
        rules,
        resultType,
        new Origin(List.of(resultName)));
  }
}
