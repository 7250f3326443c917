package io.intaglio.ir.testing;

import io.intaglio.ir.net.RealAveragePool;
import io.intaglio.ir.net.RealConv;
import io.intaglio.ir.net.RealMaxPool;
import io.intaglio.ir.net.RealNode;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.real.Surd;
import io.intaglio.ir.type.Shape;

/// The operators of [RealReference] that slide windows over images, window by window.
final class WindowReference {
  /// The elements of an image `[1, C, H, W]`.
  @SuppressWarnings("ArrayRecordComponent")
  record Image(Surd[] elements, Shape shape) {
    /// `[c, h, w]`, or null outside.
    Surd at(int c, int h, int w) {
      boolean inside = h >= 0 && h < shape.dim(2) && w >= 0 && w < shape.dim(3);
      return inside ? elements[(c * shape.dim(2) + h) * shape.dim(3) + w] : null;
    }
  }

  /// Where an element of an image lies.
  private record Place(int c, int h, int w) {
    static Place of(Shape shape, int flat) {
      int row = flat / shape.dim(3);
      return new Place(row / shape.dim(2), row % shape.dim(2), flat % shape.dim(3));
    }
  }

  private WindowReference() {}

  static Surd[] conv(RealNode node, RealConv conv, Image x, Surd[] weights, Shape kernel) {
    int depth = kernel.dim(1);
    int perGroup = kernel.dim(0) / conv.groups();
    return RealReference.fill(
        node,
        i -> {
          Place p = Place.of(node.shape(), i);
          Surd sum = Surd.ZERO;
          for (int c = 0; c < depth; c++) {
            for (int u = 0; u < kernel.dim(2); u++) {
              for (int v = 0; v < kernel.dim(3); v++) {
                Surd element =
                    x.at(
                        p.c() / perGroup * depth + c,
                        p.h() * conv.strideH() + u * conv.dilationH() - conv.padTop(),
                        p.w() * conv.strideW() + v * conv.dilationW() - conv.padLeft());
                int flat = ((p.c() * depth + c) * kernel.dim(2) + u) * kernel.dim(3) + v;
                sum = element == null ? sum : sum.add(element.multiply(weights[flat]));
              }
            }
          }
          return sum;
        });
  }

  static Surd[] maxPool(RealNode node, RealMaxPool pool, Image x) {
    return RealReference.fill(
        node,
        i -> {
          Place p = Place.of(node.shape(), i);
          Surd best = null;
          for (int u = 0; u < pool.kernelH(); u++) {
            for (int v = 0; v < pool.kernelW(); v++) {
              Surd element =
                  x.at(
                      p.c(),
                      p.h() * pool.strideH() + u - pool.padTop(),
                      p.w() * pool.strideW() + v - pool.padLeft());
              if (element != null && (best == null || element.compareTo(best) > 0)) {
                best = element;
              }
            }
          }
          return best;
        });
  }

  static Surd[] averagePool(RealNode node, RealAveragePool pool, Image x) {
    return RealReference.fill(
        node,
        i -> {
          Place p = Place.of(node.shape(), i);
          Surd sum = Surd.ZERO;
          int count = 0;
          for (int u = 0; u < pool.kernelH(); u++) {
            for (int v = 0; v < pool.kernelW(); v++) {
              Surd element =
                  x.at(
                      p.c(),
                      p.h() * pool.strideH() + u - pool.padTop(),
                      p.w() * pool.strideW() + v - pool.padLeft());
              count += pool.countPadding() || element != null ? 1 : 0;
              sum = element == null ? sum : sum.add(element);
            }
          }
          return sum.multiply(Rational.ONE.divide(Rational.of(count)));
        });
  }
}
