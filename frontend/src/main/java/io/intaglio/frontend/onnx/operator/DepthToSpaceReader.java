package io.intaglio.frontend.onnx.operator;

import io.intaglio.frontend.onnx.operator.Traced.Live;
import io.intaglio.ir.net.RealReshape;
import io.intaglio.ir.net.RealTranspose;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.type.Shape;
import java.util.List;

/// ONNX `DepthToSpace` in both modes.
final class DepthToSpaceReader {
  private DepthToSpaceReader() {}

  static void read(NodeSite site) {
    site.demandInputs(1, 1);
    Live x = site.numbers(0);
    long block = site.integer("blocksize", 0);
    String mode = site.string("mode", "DCR");
    Shape shape = x.shape();
    boolean fits =
        shape.rank() == 4
            && block > 0
            && block < 1 << 12
            && shape.dim(1) % (block * block) == 0
            && (mode.equals("DCR") || mode.equals("CRD"));
    if (!fits) {
      throw site.shapes("DepthToSpace of shape " + shape + " in blocks of " + block);
    }
    long depth = shape.dim(1) / (block * block);
    boolean depthLast = mode.equals("DCR");
    Shape split =
        depthLast
            ? site.shape(1, block, block, depth, shape.dim(2), shape.dim(3))
            : site.shape(1, depth, block, block, shape.dim(2), shape.dim(3));
    List<Integer> perm = depthLast ? List.of(0, 3, 4, 1, 5, 2) : List.of(0, 1, 4, 2, 5, 3);
    Ref blocks = site.step("blocks", new RealReshape(new Ref(x.name())), split);
    Ref spread = site.step("spread", new RealTranspose(blocks, perm), split.permute(perm));
    Shape to = site.shape(1, depth, shape.dim(2) * block, shape.dim(3) * block);
    site.result(new RealReshape(spread), to, x.type());
  }
}
