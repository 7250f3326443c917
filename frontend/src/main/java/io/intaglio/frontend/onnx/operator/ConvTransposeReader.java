package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.frontend.onnx.tensor.ConstantTensor;
import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.net.RealPad;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealSlice;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.List;

/// ONNX `ConvTranspose` over two axes with a constant kernel: zeros between the elements, then a
/// convolution with the kernel turned by half a turn.
final class ConvTransposeReader {
  private static final int MOST = 1 << 16;

  private ConvTransposeReader() {}

  static void read(NodeSite site) {
    site.demandInputs(2, 3);
    Live x = site.live(0);
    ConstantTensor w = site.constant(1, "kernel");
    Operands.demandSameType(site, x, site.input(1));
    Shape kernel = w.shape();
    long groups = site.integer("group", 1);
    boolean fits =
        x.shape().rank() == 4
            && kernel.rank() == 4
            && groups > 0
            && x.shape().dim(1) == kernel.dim(0)
            && kernel.dim(0) % groups == 0
            && kernel.elements() > 0;
    if (!fits) {
      throw site.form(
          "ConvTranspose of shapes " + x.shape() + " and " + kernel + " is not supported",
          "use two axes and a kernel of that many channels");
    }
    site.ignoreAttribute("kernel_shape");
    Axis[] axes = axes(site, x.shape(), kernel);
    Ref zeros = interleave(site, x, axes);
    Ref turned = site.newParameter("turned", turn(w, (int) groups));
    int outputs = kernel.dim(1) * (int) groups;
    Shape to = site.shape(1, outputs, axes[0].out(), axes[1].out());
    RealOp conv =
        new RealConv(
            zeros,
            turned,
            1,
            1,
            axes[0].before(),
            axes[1].before(),
            axes[0].after(),
            axes[1].after(),
            axes[0].dilation,
            axes[1].dilation,
            (int) groups);
    if (site.has(2)) {
      ConstantTensor bias = site.constant(2, "bias");
      Operands.demandSameType(site, x, site.input(2));
      if (!bias.shape().equals(Shape.of(outputs))) {
        throw site.shapes("the bias of shape " + bias.shape() + " for " + outputs + " channels");
      }
      Ref added = site.derivedParameter(2, "channels", bias.reshape(Shape.of(outputs, 1, 1)));
      conv = new RealAdd(site.step("product", conv, to), added);
    }
    site.result(conv, to, x.type());
  }

  private static Axis[] axes(NodeSite site, Shape x, Shape kernel) {
    long[] strides = list(site, "strides", 2, 1);
    long[] dilations = list(site, "dilations", 2, 1);
    long[] extra = list(site, "output_padding", 2, 0);
    long[] pads = list(site, "pads", 4, 0);
    String auto = site.string("auto_pad", "NOTSET");
    long[] shape = site.integers("output_shape").orElse(null);
    Axis[] axes = new Axis[2];
    for (int i = 0; i < 2; i++) {
      int in = x.dim(i + 2);
      long reach = dilations[i] * (kernel.dim(i + 2) - 1) + 1;
      long full = strides[i] * (in - 1) + reach + extra[i];
      long begin = pads[i];
      long end = pads[i + 2];
      boolean same = auto.startsWith("SAME");
      if (same || shape != null) {
        long wanted = shape == null ? in * strides[i] : shape[shape.length - 2 + i];
        long total = Math.max(0, full - wanted);
        begin = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
        end = full - wanted - begin;
      } else if (!auto.equals("NOTSET") && !auto.equals("VALID")) {
        throw site.parameter("auto_pad is unknown", "state the pads");
      }
      axes[i] =
          new Axis(
              in,
              (int) strides[i],
              (int) dilations[i],
              Math.toIntExact(reach - 1 - begin),
              Math.toIntExact(reach - 1 - end + extra[i]),
              (int) reach);
      if (axes[i].before < 0 || axes[i].after < 0 || axes[i].out() < 1) {
        throw site.form(
            "ConvTranspose that pads more than its kernel reaches is not supported",
            "pad less than the kernel");
      }
    }
    return axes;
  }

  private static long[] list(NodeSite site, String name, int count, long otherwise) {
    long[] defaults = new long[count];
    Arrays.fill(defaults, otherwise);
    long[] values = site.integers(name).orElse(defaults);
    if (values.length != count
        || Arrays.stream(values).anyMatch(value -> value < otherwise || value > MOST)) {
      throw site.parameter(
          name + " is " + Arrays.toString(values), "use " + count + " numbers from " + otherwise);
    }
    return values;
  }

  /// `x` with `stride − 1` zeros between its elements.
  private static Ref interleave(NodeSite site, Live x, Axis[] axes) {
    Ref ref = new Ref(x.name());
    int strideH = axes[0].stride;
    int strideW = axes[1].stride;
    if (strideH == 1 && strideW == 1) {
      return ref;
    }
    int channels = x.shape().dim(1);
    int height = axes[0].in;
    int width = axes[1].in;
    Shape cells = site.shape(1, channels, height, 1, width, 1);
    Ref apart = site.step("apart", new RealReshape(ref), cells);
    Shape grown = site.shape(1, channels, height, strideH, width, strideW);
    List<Integer> none = List.of(0, 0, 0, 0, 0, 0);
    List<Integer> after = List.of(0, 0, 0, strideH - 1, 0, strideW - 1);
    Ref zeros = site.step("zeros", new RealPad(apart, none, after, Rational.ZERO), grown);
    Shape plane = site.shape(1, channels, (long) height * strideH, (long) width * strideW);
    Ref joined = site.step("joined", new RealReshape(zeros), plane);
    RealSlice cut = new RealSlice(joined, List.of(0, 0, 0, 0), List.of(1, 1, 1, 1));
    return site.step("cut", cut, site.shape(1, channels, axes[0].spread(), axes[1].spread()));
  }

  /// `[C, O/groups, kH, kW]` as the `[O, C/groups, kH, kW]` of a convolution, turned.
  private static ConstantTensor turn(ConstantTensor w, int groups) {
    Shape from = w.shape();
    int perGroup = from.dim(0) / groups;
    int outputs = from.dim(1);
    int taps = from.dim(2) * from.dim(3);
    Shape to = Shape.of(outputs * groups, perGroup, from.dim(2), from.dim(3));
    int[] index = new int[to.size()];
    for (int i = 0; i < index.length; i++) {
      int tap = i % taps;
      int c = i / taps % perGroup;
      int o = i / taps / perGroup;
      int channel = o / outputs * perGroup + c;
      index[i] = (channel * outputs + o % outputs) * taps + taps - 1 - tap;
    }
    return w.gather(to, index);
  }

  /// One axis: padding of the convolution over the spread-out elements.
  private record Axis(int in, int stride, int dilation, int before, int after, int reach) {
    int spread() {
      return (in - 1) * stride + 1;
    }

    int out() {
      return spread() + before + after - reach + 1;
    }
  }
}
