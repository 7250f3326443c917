package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// `keras.ops.matmul` of two tensors with the same leading axes.
///
/// Source: keras/src/ops/numpy.py `Matmul`.
final class MatmulReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    boolean two = site.inputs() == 2;
    int rank = two ? site.shape(site.input(0)).rank() : 0;
    if (rank < 3 || site.shape(site.input(1)).rank() != rank) {
      throw site.form(
          "a matmul that is not of two tensors of one number of axes, at least 3",
          "use a dense layer, or Dot");
    }
    return TensorContraction.of(site, site.input(0), site.input(1), "...ij,...jk->...ik");
  }
}
