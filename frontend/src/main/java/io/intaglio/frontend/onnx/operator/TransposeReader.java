package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Folded;
import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// ONNX `Transpose`; without `perm` the axes are reversed.
final class TransposeReader {
  private TransposeReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Traced x = site.input(0);
    List<Integer> perm = perm(site, x.shape().rank());
    Shape to = x.shape().permute(perm);
    switch (x) {
      case Live live -> site.result(new RealTranspose(new Ref(live.name()), perm), to, live.type());
      case Folded folded -> {
        site.claim(to);
        int[] strides = x.shape().strides();
        int[] step = perm.stream().mapToInt(axis -> strides[axis]).toArray();
        site.constantResult(folded.tensor().gather(to, to.gather(0, step)));
      }
    }
  }

  private static List<Integer> perm(NodeSite site, int rank) {
    List<Integer> reversed = new ArrayList<>();
    for (int axis = rank - 1; axis >= 0; axis--) {
      reversed.add(axis);
    }
    long[] given = site.integers("perm").orElse(null);
    if (given == null) {
      return reversed;
    }
    if (given.length != rank) {
      throw site.shapes("perm has " + given.length + " elements for " + rank + " axes");
    }
    List<Integer> perm = new ArrayList<>();
    for (long axis : given) {
      perm.add(site.axis(axis, rank));
    }
    List<Integer> sorted = new ArrayList<>(perm);
    sorted.sort(Collections.reverseOrder());
    if (!sorted.equals(reversed)) {
      throw site.shapes("perm " + perm + " is no permutation of " + rank + " axes");
    }
    return perm;
  }
}
