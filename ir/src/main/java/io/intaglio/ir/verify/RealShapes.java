package io.intaglio.ir.verify;

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
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.net.RealTruncate;
import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.net.RealWrapQuantize;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// The shapes that real operators make of their operands' shapes.
final class RealShapes {
  private RealShapes() {}

  /// @param declared what the node says, for operators that leave a choice (reshape, slice)
  /// @throws IllegalArgumentException if the operands do not fit
  static Shape shape(RealOp op, List<Shape> x, Shape declared) {
    return switch (op) {
      case RealAdd _, RealSubtract _, RealMultiply _, RealDivide _ -> broadcast(x.get(0), x.get(1));
      case RealFloat32Add _ -> broadcast(x.get(0), x.get(1));
      case RealFloat32AveragePool pool ->
          Window.of(pool.kernelH(), pool.kernelW(), pool.strideH(), pool.strideW())
              .padded(pool.padTop(), pool.padLeft(), pool.padBottom(), pool.padRight())
              .over(x.get(0), x.get(0).rank() == 4 ? x.get(0).dim(1) : 0);
      case RealReduceSum(var _, List<Integer> axes, boolean keepAxes) ->
          reduce(x.get(0), axes, keepAxes);
      case RealGather(var _, int axis, List<Integer> indices) -> gather(x.get(0), axis, indices);
      case RealBatchMatMul _ -> batchMatMul(x.get(0), x.get(1));
      case RealArgMax(var _, int axis, boolean keepAxis) -> argMax(x.get(0), axis, keepAxis);
      case RealAveragePool pool ->
          Window.of(pool.kernelH(), pool.kernelW(), pool.strideH(), pool.strideW())
              .padded(pool.padTop(), pool.padLeft(), pool.padBottom(), pool.padRight())
              .over(x.get(0), x.get(0).rank() == 4 ? x.get(0).dim(1) : 0);
      case RealMaxPool pool ->
          Window.of(pool.kernelH(), pool.kernelW(), pool.strideH(), pool.strideW())
              .padded(pool.padTop(), pool.padLeft(), pool.padBottom(), pool.padRight())
              .over(x.get(0), x.get(0).rank() == 4 ? x.get(0).dim(1) : 0);
      case RealConv conv -> convolution(conv, x.get(0), x.get(1));
      case RealConcat(var _, int axis) -> concat(x, axis);
      case RealMatMul _ -> matMul(x.get(0), x.get(1));
      case RealPad pad -> pad(pad, x.get(0));
      case RealParameter(var value) -> value.shape();
      case RealReshape _ -> reshape(x.get(0), declared);
      case RealSlice slice -> slice(slice, x.get(0), declared);
      case RealSoftmax(var _, int axis) -> withAxis(x.get(0), axis);
      case RealTranspose(var _, List<Integer> perm) -> transpose(x.get(0), perm);
      case RealBatchNorm _,
          RealBipolar _,
          RealLeakyRelu _,
          RealQuantize _,
          RealRelu _,
          RealRequantize _,
          RealTruncate _,
          RealClip _,
          RealUnary _,
          RealLookup _,
          RealTableSoftmax _,
          RealGemmlowpSoftmax _,
          RealInt16Softmax _,
          RealRoundedSoftmax _,
          RealSteps _,
          RealWrapQuantize _ ->
          x.get(0);
    };
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /// Either operand broadcast to the other, in the manner of NumPy.
  private static Shape broadcast(Shape a, Shape b) {
    Shape longer = a.rank() >= b.rank() ? a : b;
    Shape shorter = a.rank() >= b.rank() ? b : a;
    int shift = longer.rank() - shorter.rank();
    Shape out = longer;
    for (int axis = 0; axis < shorter.rank(); axis++) {
      int one = longer.dim(axis + shift);
      int other = shorter.dim(axis);
      require(one == other || one == 1 || other == 1, a + " and " + b + " do not broadcast");
      out = out.withDim(axis + shift, one == 1 ? other : one);
    }
    return out;
  }

  private static Shape withAxis(Shape x, int axis) {
    require(axis >= 0 && axis < x.rank(), "no axis " + axis + " in " + x);
    return x;
  }

  private static Shape argMax(Shape x, int axis, boolean keepAxis) {
    withAxis(x, axis);
    require(x.dim(axis) > 0, "the greatest of no elements");
    if (keepAxis) {
      return x.withDim(axis, 1);
    }
    Shape out = Shape.SCALAR;
    for (int i = x.rank() - 1; i >= 0; i--) {
      out = i == axis ? out : out.prepend(x.dim(i));
    }
    return out;
  }

  private static Shape convolution(RealConv op, Shape x, Shape w) {
    require(w.rank() == 4, "weights of shape " + w);
    require(op.groups() > 0 && op.dilationH() > 0 && op.dilationW() > 0, "groups and dilations");
    require(
        x.rank() == 4 && x.dim(1) == (long) w.dim(1) * op.groups(),
        "input " + x + " for weights " + w + " in " + op.groups() + " groups");
    require(w.dim(0) % op.groups() == 0, w.dim(0) + " outputs in " + op.groups() + " groups");
    int kernelH = Math.addExact(Math.multiplyExact(w.dim(2) - 1, op.dilationH()), 1);
    int kernelW = Math.addExact(Math.multiplyExact(w.dim(3) - 1, op.dilationW()), 1);
    return Window.of(kernelH, kernelW, op.strideH(), op.strideW())
        .padded(op.padTop(), op.padLeft(), op.padBottom(), op.padRight())
        .over(x, w.dim(0));
  }

  /// A window that moves over the two innermost axes of `[N, C, H, W]`.
  private record Window(int kernelH, int kernelW, int strideH, int strideW, int padH, int padW) {
    static Window of(int kernelH, int kernelW, int strideH, int strideW) {
      return new Window(kernelH, kernelW, strideH, strideW, 0, 0);
    }

    Window padded(int top, int left, int bottom, int right) {
      require(top >= 0 && left >= 0 && bottom >= 0 && right >= 0, "a padding is negative");
      return new Window(
          kernelH,
          kernelW,
          strideH,
          strideW,
          Math.addExact(top, bottom),
          Math.addExact(left, right));
    }

    Shape over(Shape x, int channels) {
      require(x.rank() == 4, "input " + x + " is not [N, C, H, W]");
      require(
          kernelH > 0 && kernelW > 0 && strideH > 0 && strideW > 0,
          "kernel and strides must be positive");
      return Shape.of(
          x.dim(0),
          channels,
          windows(Math.addExact(x.dim(2), padH), kernelH, strideH),
          windows(Math.addExact(x.dim(3), padW), kernelW, strideW));
    }

    private static int windows(int extent, int kernel, int stride) {
      require(extent >= kernel, "window of " + kernel + " over an extent of " + extent);
      return (extent - kernel) / stride + 1;
    }
  }

  private static Shape concat(List<Shape> x, int axis) {
    require(!x.isEmpty(), "nothing to join");
    Shape first = withAxis(x.get(0), axis);
    int extent = 0;
    for (Shape shape : x) {
      require(
          shape.rank() == first.rank() && shape.withDim(axis, 0).equals(first.withDim(axis, 0)),
          "shapes " + x + " along axis " + axis);
      extent = Math.addExact(extent, shape.dim(axis));
    }
    return first.withDim(axis, extent);
  }

  private static Shape matMul(Shape x, Shape w) {
    require(x.rank() >= 1 && w.rank() == 2, "product of " + x + " and " + w);
    require(x.channels() == w.dim(0), "product of " + x + " and " + w);
    return x.withDim(x.rank() - 1, w.dim(1));
  }

  private static Shape batchMatMul(Shape a, Shape b) {
    int rank = a.rank();
    require(rank >= 2 && b.rank() == rank, "product of " + a + " and " + b);
    for (int axis = 0; axis < rank - 2; axis++) {
      require(a.dim(axis) == b.dim(axis), "product of " + a + " and " + b);
    }
    require(a.dim(rank - 1) == b.dim(rank - 2), "product of " + a + " and " + b);
    return a.withDim(rank - 1, b.dim(rank - 1));
  }

  private static Shape reduce(Shape x, List<Integer> axes, boolean keepAxes) {
    axes.forEach(axis -> withAxis(x, axis));
    require(axes.stream().distinct().count() == axes.size(), "an axis twice in " + axes);
    Shape out = Shape.SCALAR;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      boolean gone = axes.contains(axis);
      out = gone ? (keepAxes ? out.prepend(1) : out) : out.prepend(x.dim(axis));
    }
    return out;
  }

  private static Shape gather(Shape x, int axis, List<Integer> indices) {
    int extent = withAxis(x, axis).dim(axis);
    require(
        indices.stream().allMatch(i -> i >= 0 && i < extent),
        "indices " + indices + " along an axis of " + extent);
    return x.withDim(axis, indices.size());
  }

  private static Shape pad(RealPad op, Shape x) {
    require(
        op.before().size() == x.rank() && op.after().size() == x.rank(),
        "paddings " + op.before() + " and " + op.after() + " for " + x);
    Shape out = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      require(op.before().get(axis) >= 0 && op.after().get(axis) >= 0, "a padding is negative");
      int padding = Math.addExact(op.before().get(axis), op.after().get(axis));
      out = out.withDim(axis, Math.addExact(x.dim(axis), padding));
    }
    return out;
  }

  private static Shape reshape(Shape x, Shape declared) {
    require(x.elements() == declared.elements(), "the elements of " + x + " as " + declared);
    return declared;
  }

  private static Shape slice(RealSlice op, Shape x, Shape declared) {
    require(
        op.starts().size() == x.rank() && op.steps().size() == x.rank(),
        "starts " + op.starts() + " and steps " + op.steps() + " for " + x);
    require(declared.rank() == x.rank(), "a slice " + declared + " of " + x);
    for (int axis = 0; axis < x.rank(); axis++) {
      long first = op.starts().get(axis);
      long last = first + (declared.dim(axis) - 1L) * op.steps().get(axis);
      boolean inside = first >= 0 && first < x.dim(axis) && last >= 0 && last < x.dim(axis);
      require(declared.dim(axis) == 0 || inside, "the slice leaves axis " + axis + " of " + x);
    }
    return declared;
  }

  private static Shape transpose(Shape x, List<Integer> perm) {
    boolean[] seen = new boolean[x.rank()];
    require(perm.size() == x.rank(), "permutation " + perm + " for " + x);
    for (int axis : perm) {
      require(axis >= 0 && axis < seen.length && !seen[axis], "not a permutation: " + perm);
      seen[axis] = true;
    }
    return x.permute(perm);
  }
}
