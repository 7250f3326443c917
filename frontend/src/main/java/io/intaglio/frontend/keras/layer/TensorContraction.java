package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealBatchMatMul;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.Map;

/// An Einstein summation of two tensors, of every sample by itself: a matrix product for each index
/// of the axes that both have and the output keeps.
final class TensorContraction {
  private TensorContraction() {}

  static Ref of(LayerSite site, Ref x, Ref y, String equation) throws Refused {
    Shape ofX = site.shape(x);
    Shape ofY = site.shape(y);
    Einsum sum = Einsum.parse(site, equation, ofX.rank(), ofY.rank());
    Map<Character, Integer> extents = sum.extents(site, ofX, ofY);
    String batch = sum.a().substring(0, 1);
    if (!sum.b().startsWith(batch)) {
      throw site.form(
          "an equation whose operands do not both have the batch axis first",
          "write the batch axis first in both");
    }
    Ref a = Einsum.summed(site, x, sum.a(), sum.out() + sum.b());
    Ref b = Einsum.summed(site, y, sum.b(), sum.out() + sum.a());
    String ofA = Einsum.those(sum.a(), sum.out() + sum.b(), "");
    String ofB = Einsum.those(sum.b(), sum.out() + sum.a(), "");
    String groups = Einsum.those(ofA, Einsum.those(ofB, sum.out(), ""), batch);
    String gone = Einsum.those(ofA, ofB, sum.out());
    String rows = Einsum.those(ofA, sum.out(), ofB);
    String columns = Einsum.those(ofB, sum.out(), ofA);
    int count = Einsum.size(groups, extents);
    int inner = Einsum.size(gone, extents);
    int m = Einsum.size(rows, extents);
    int n = Einsum.size(columns, extents);
    Ref left =
        Einsum.reshaped(
            site,
            Einsum.arranged(site, a, ofA, batch + groups + rows + gone),
            Shape.of(1, count, m, inner));
    Ref right =
        Einsum.reshaped(
            site,
            Einsum.arranged(site, b, ofB, batch + groups + gone + columns),
            Shape.of(1, count, inner, n));
    Ref product = site.emit("product", Shape.of(1, count, m, n), new RealBatchMatMul(left, right));
    String all = batch + groups + rows + columns;
    Ref apart = Einsum.reshaped(site, product, Einsum.shape(all, extents));
    return Einsum.arranged(site, apart, all, sum.out());
  }
}
