package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealMatMul;
import io.intaglio.ir.net.RealTensor;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Arrays;
import java.util.Map;

/// An Einstein summation of a tensor with a kernel. Axes that both have and the output keeps (one
/// kernel for each particle) are groups of a convolution of width 1; without such axes it is a
/// matrix product over the last axis.
final class KernelContraction {
  private KernelContraction() {}

  static Ref of(LayerSite site, Ref x, RealTensor kernel, String equation) throws Refused {
    Shape in = site.shape(x);
    Einsum sum = Einsum.parse(site, equation, in.rank(), kernel.shape().rank());
    Map<Character, Integer> extents = sum.extents(site, in, kernel.shape());
    String batch = sum.a().substring(0, 1);
    String own = Einsum.those(sum.b(), sum.out(), sum.a());
    String groups = Einsum.those(sum.b(), Einsum.those(sum.a(), sum.out(), ""), "");
    String gone = Einsum.those(sum.b(), sum.a(), sum.out());
    if (own.length() + groups.length() + gone.length() != sum.b().length()
        || sum.b().contains(batch)) {
      throw site.form(
          "the equation sums over an axis of the kernel alone, or gives it the batch axis",
          "leave the axis out of the kernel");
    }
    Ref read = Einsum.summed(site, x, sum.a(), sum.out() + sum.b());
    String left = Einsum.those(sum.a(), sum.out() + sum.b(), "");
    String free = Einsum.those(left, sum.out(), sum.b() + batch);
    int inputs = Einsum.size(gone, extents);
    int outputs = Einsum.size(own, extents);
    if (groups.isEmpty()) {
      Ref rows = Einsum.arranged(site, read, left, batch + free + gone);
      Ref flat = Einsum.reshaped(site, rows, append(Einsum.shape(batch + free, extents), inputs));
      RealTensor w = arranged(kernel, sum.b(), gone + own, Shape.of(inputs, outputs));
      Ref y =
          site.emit(
              "product",
              append(Einsum.shape(batch + free, extents), outputs),
              new RealMatMul(flat, site.constant("kernel", w)));
      Ref apart = Einsum.reshaped(site, y, Einsum.shape(batch + free + own, extents));
      return Einsum.arranged(site, apart, batch + free + own, sum.out());
    }
    int count = Einsum.size(groups, extents);
    int width = Einsum.size(free, extents);
    Ref channels = Einsum.arranged(site, read, left, batch + groups + gone + free);
    Ref image = Einsum.reshaped(site, channels, Shape.of(1, count * inputs, 1, width));
    RealTensor w =
        arranged(kernel, sum.b(), groups + own + gone, Shape.of(count * outputs, inputs, 1, 1));
    RealConv conv = new RealConv(image, site.constant("kernel", w), 1, 1, 0, 0, 0, 0, 1, 1, count);
    Ref y = site.emit("product", Shape.of(1, count * outputs, 1, width), conv);
    Ref apart = Einsum.reshaped(site, y, Einsum.shape(batch + groups + own + free, extents));
    return Einsum.arranged(site, apart, batch + groups + own + free, sum.out());
  }

  private static Shape append(Shape shape, int extent) {
    int[] dims = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
    dims[shape.rank()] = extent;
    return Shape.of(dims);
  }

  private static RealTensor arranged(RealTensor kernel, String from, String to, Shape shape) {
    Shape own = kernel.shape();
    int[] strides = own.strides();
    int[] dims = to.chars().map(c -> own.dim(from.indexOf(c))).toArray();
    int[] steps = to.chars().map(c -> strides[from.indexOf(c)]).toArray();
    int[] source = Shape.of(dims).gather(0, steps);
    return Kernels.arranged(kernel, shape, i -> source[i]);
  }
}
