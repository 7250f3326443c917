package io.intaglio.ir.lower;

import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.edge.Tail;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.real.RationalTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `last integer value, float suffix → tail`: the exact scale of the codes, then the
/// suffix operator by operator as the source runtime executes it.
///
/// Tempting and wrong: to multiply a factor of the suffix into the scale. The runtime rounds its
/// product twice, and `Sub, Div, Mul, Add` in float32 differ from the exact affine map in the last
/// bit of one output in five.
final class BuildTail {
  private final ArrangeElements arrange;
  private final MaterializeBounds bounds;
  private final UnifyGrid grids;
  private final Map<String, RealTensor> constants;

  BuildTail(
      ArrangeElements arrange,
      MaterializeBounds bounds,
      UnifyGrid grids,
      Map<String, RealTensor> constants) {
    this.arrange = arrange;
    this.bounds = bounds;
    this.grids = grids;
    this.constants = constants;
  }

  private record Step(ElementwiseStep step, Layout layout) {}

  /// @param x the tensor that `suffix` begins at
  Tail build(String output, Pending x, List<RealNode> suffix) {
    Layout here = x.layout();
    List<Step> steps = new ArrayList<>();
    for (RealNode node : suffix) {
      if (node.op() instanceof RealTranspose transpose) {
        here = here.transpose(transpose.perm());
      } else {
        here = here.reshape(node.shape());
        Layout at = here;
        ElementwiseStep.of(node, constants).ifPresent(s -> steps.add(new Step(s, at)));
      }
    }
    Layout border = here;
    List<FloatStep> floats = steps.stream().map(s -> s.step().at(s.layout(), border)).toList();
    Pending codes = coded(bounds.affine(x, output, "an output"), output);
    Pending ordered = arrange.arrange(codes.with(border), Layout.ofModel(border.model()));
    Chain.Affine affine = ordered.chain().affine();
    RationalTensor scale = new RationalTensor(affine.a().shape(), affine.a().rationals());
    long zero = zeroPoint(affine).orElseThrow();
    return new Tail(
        output, ordered.value().name(), border.model(), FloatType.FLOAT32, scale, zero, floats);
  }

  /// The tensor as `(code − zeroPoint)·scale` with one zero point and positive scales.
  private Pending coded(Pending x, String output) {
    Chain.Affine affine = UnifyGrid.rational(x, output, "an output");
    boolean positive = affine.a().values().stream().allMatch(v -> v.signum() > 0);
    return positive && zeroPoint(affine).isPresent() ? x : grids.zeroOffset(x, output, "an output");
  }

  private static Optional<Long> zeroPoint(Chain.Affine affine) {
    return UnifyGrid.zeroPoints(affine)
        .filter(zeros -> zeros.stream().distinct().count() == 1)
        .map(zeros -> zeros.get(0));
  }
}
