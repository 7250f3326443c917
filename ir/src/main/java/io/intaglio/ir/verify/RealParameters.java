package io.intaglio.ir.verify;

import static io.intaglio.ir.verify.RealShapes.require;

import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealArgMax;
import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.net.RealBatchNorm;
import io.intaglio.ir.net.RealBipolar;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealConcat;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealDivide;
import io.intaglio.ir.net.RealFloat32Add;
import io.intaglio.ir.net.RealFloat32AveragePool;
import io.intaglio.ir.net.RealGather;
import io.intaglio.ir.net.RealGemmlowpSoftmax;
import io.intaglio.ir.net.RealInt16Softmax;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealLookup;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealMultiply;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealParameter;
import io.intaglio.ir.net.RealQuantize;
import io.intaglio.ir.net.RealReduceSum;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealRequantize;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealRoundedSoftmax;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.net.RealSteps;
import io.intaglio.ir.net.RealSubtract;
import io.intaglio.ir.net.RealTableSoftmax;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntTensor;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// Whether the attributes of real operators have a meaning.
final class RealParameters {
  private RealParameters() {}

  /// @throws IllegalArgumentException if one has none
  static void check(RealOp op, List<Shape> x) {
    switch (op) {
      case RealBatchNorm batchNorm -> batchNorm(batchNorm, x.get(0));
      case RealBipolar bipolar -> tensor("scale", bipolar.scale(), x.get(0));
      case RealLeakyRelu leaky ->
          require(leaky.slope() >= 0 && Float.isFinite(leaky.slope()), "slope " + leaky.slope());
      case RealClip(var _, var lo, var hi) ->
          require(
              lo.isEmpty() || hi.isEmpty() || lo.get().compareTo(hi.get()) <= 0,
              "the lower bound is above the upper one");
      case RealUnary unary ->
          require(
              Float.isFinite(unary.a()) && Float.isFinite(unary.b()),
              "parameters " + unary.a() + " and " + unary.b());
      case RealParameter(RealTensor value) -> finite("a constant", value);
      case RealQuantize quantize -> quantize(quantize, x.get(0));
      case RealRequantize requantize -> requantize(requantize, x.get(0));
      case RealLookup lookup -> lookup(lookup, x.get(0));
      case RealSteps steps -> steps(steps);
      case RealWrapQuantize wrap -> wrap(wrap, x.get(0));
      case RealTruncate truncate -> truncate(truncate, x.get(0));
      case RealAdd _,
          RealArgMax _,
          RealAveragePool _,
          RealConcat _,
          RealConv _,
          RealDivide _,
          RealMatMul _,
          RealMaxPool _,
          RealMultiply _,
          RealPad _,
          RealRelu _,
          RealReshape _,
          RealSlice _,
          RealSoftmax _,
          RealSubtract _,
          RealTranspose _,
          RealBatchMatMul _,
          RealFloat32Add _,
          RealFloat32AveragePool _,
          RealGather _,
          RealGemmlowpSoftmax _,
          RealInt16Softmax _,
          RealRoundedSoftmax _,
          RealReduceSum _,
          RealTableSoftmax _ -> {}
    }
  }

  private static void finite(String name, RealTensor tensor) {
    if (tensor instanceof RealTensor.Stored(FloatTensor values)) {
      require(Parameters.finite(values), name + " holds a number that is not finite");
    }
  }

  private static void tensor(String name, RealTensor tensor, Shape x) {
    finite(name, tensor);
    broadcasts(name, tensor.shape(), x);
  }

  private static void broadcasts(String name, Shape parameter, Shape x) {
    require(parameter.broadcastsTo(x), name + " of shape " + parameter + " for " + x);
  }

  private static void batchNorm(RealBatchNorm op, Shape x) {
    require(x.rank() >= 2, "batch normalisation of " + x);
    for (RealTensor tensor : List.of(op.gamma(), op.beta(), op.mean(), op.variance())) {
      require(
          tensor.shape().equals(Shape.of(x.dim(1))),
          "a parameter of shape " + tensor.shape() + " for " + x.dim(1) + " channels");
      finite("a parameter", tensor);
    }
    require(Float.isFinite(op.epsilon()), "epsilon " + op.epsilon());
    Rational epsilon = Rational.of((double) op.epsilon());
    for (int c = 0; c < x.dim(1); c++) {
      Rational variance = op.variance().at(c);
      require(variance.add(epsilon).signum() > 0, "variance " + variance + " is not positive");
    }
  }

  private static void quantize(RealQuantize op, Shape x) {
    broadcasts("scale", op.scale().shape(), x);
    broadcasts("zero point", op.zeroPoint().shape(), x);
    broadcasts("lower bound", op.lo().shape(), x);
    broadcasts("upper bound", op.hi().shape(), x);
    require(Parameters.positive(op.scale()), "a scale is not a positive number");
    require(Parameters.finite(op.zeroPoint()), "a zero point is not finite");
    ordered(op.lo(), op.hi(), x);
  }

  private static void steps(RealSteps op) {
    require(
        op.values().shape().equals(Shape.of(op.bounds().size() + 1)),
        "values of shape " + op.values().shape() + " for " + op.bounds().size() + " bounds");
    require(op.step().signum() > 0, "step " + op.step() + " is not positive");
    for (int i = 1; i < op.values().size(); i++) {
      require(op.values().at(i - 1) <= op.values().at(i), "values decrease");
    }
    for (int i = 1; i < op.bounds().size(); i++) {
      int order = op.bounds().get(i - 1).at().compareTo(op.bounds().get(i).at());
      require(order <= 0, "bounds are not in ascending order");
    }
  }

  private static void wrap(RealWrapQuantize op, Shape x) {
    broadcasts("scale", op.scale().shape(), x);
    broadcasts("lower bound", op.lo().shape(), x);
    broadcasts("upper bound", op.hi().shape(), x);
    require(Parameters.positive(op.scale()), "a scale is not a positive number");
    Parameters.periods(op.lo(), op.hi(), x).ifPresent(fault -> require(false, fault));
  }

  private static void ordered(IntTensor lo, IntTensor hi, Shape x) {
    if (lo.max() <= hi.min()) {
      return;
    }
    int[] low = lo.shape().broadcastIndex(x);
    int[] high = hi.shape().broadcastIndex(x);
    for (int i = 0; i < low.length; i++) {
      require(lo.at(low[i]) <= hi.at(high[i]), "a lower bound is above its upper bound");
    }
  }

  private static void truncate(RealTruncate op, Shape x) {
    for (FloatTensor tensor : List.of(op.scale(), op.outScale())) {
      broadcasts("scale", tensor.shape(), x);
      require(Parameters.positive(tensor), "a scale is not a positive number");
    }
    for (FloatTensor tensor : List.of(op.zeroPoint(), op.outZeroPoint())) {
      broadcasts("zero point", tensor.shape(), x);
      require(Parameters.finite(tensor), "a zero point is not finite");
    }
    require(!op.clamps() || op.lo() <= op.hi(), "the lower bound is above the upper one");
  }

  private static void lookup(RealLookup op, Shape x) {
    Shape table = op.table().shape();
    require((table.rank() == 1 || table.rank() == 2) && table.elements() > 0, "a table " + table);
    require(table.channels() <= RealLookup.MAX_ENTRIES, table.channels() + " entries");
    boolean rows = op.axis() >= 0 && op.axis() < x.rank() && x.dim(op.axis()) == table.dim(0);
    require(
        table.rank() == 1 || rows, "a table " + table + " along axis " + op.axis() + " of " + x);
    require(op.step().signum() > 0 && op.inputStep().signum() > 0, "a step is not positive");
    require(
        op.type().contains(op.table().min()) && op.type().contains(op.table().max()),
        "an entry outside " + op.type());
  }

  private static void requantize(RealRequantize op, Shape x) {
    broadcasts("rules", op.ruleShape(), x);
    broadcasts("accumulator step", op.accumulatorStep().shape(), x);
    require(
        op.step().signum() > 0
            && op.accumulatorStep().values().stream().allMatch(step -> step.signum() > 0),
        "a step is not positive");
  }
}
