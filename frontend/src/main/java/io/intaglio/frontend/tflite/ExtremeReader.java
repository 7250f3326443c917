package io.intaglio.frontend.tflite;

import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.RationalTensor;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.rule.ExactChain;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.List;

/// MAXIMUM and MINIMUM of the codes themselves, with broadcasting; one operand may be a constant.
/// All tensors must have one grid, as the runtime compares codes whatever they stand for.
///
/// Read as `b + max(a − b, 0)` and `a − max(a − b, 0)`, with `a` the operand of the output's shape.
/// XNNPACK does not take them.
///
/// Source: tensorflow/lite/kernels/maximum_minimum.cc.
final class ExtremeReader implements OperatorReader {
  private final boolean greatest;

  private ExtremeReader(boolean greatest) {
    this.greatest = greatest;
  }

  static ExtremeReader maximum() {
    return new ExtremeReader(true);
  }

  static ExtremeReader minimum() {
    return new ExtremeReader(false);
  }

  @Override
  public void read(OperatorSite site) throws OperatorSite.Refused {
    Broadcast pair = Broadcast.of(site, ActivationTypes.all());
    site.demandSameGrid(pair.a());
    site.demandSameGrid(pair.b());
    Shape shape = site.output().shape();
    boolean first = pair.a().shape().equals(shape);
    Ref a = site.operand(first ? pair.a() : pair.b());
    Ref b = site.operand(first ? pair.b() : pair.a());
    Ref difference = site.beside("difference", shape, new RealSubtract(a, b));
    Ref excess = site.beside("excess", shape, new RealRelu(difference));
    RealOp op = greatest ? new RealAdd(b, excess) : new RealSubtract(a, excess);
    Ref extreme = site.beside("extreme", shape, op);

    Quantization q = site.perTensor(site.output());
    List<ExactStep> steps = new ArrayList<>();
    steps.add(new ExactStep.Affine(Surd.ONE, Surd.of(q.zeroPoint())));
    steps.addAll(CodeBounds.of(site.codeType(site.output())).steps());
    site.result(
        site.requantize(
            extreme,
            RationalTensor.scalar(q.step()),
            Shape.SCALAR,
            List.of(new ExactChain(steps))));
  }
}
