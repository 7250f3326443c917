package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.op.Ref;

/// Two tensors by an equation: `keras.ops.einsum` and HGQ2's QEinsum.
///
/// Source: keras/src/ops/numpy.py `Einsum`; HGQ2 0.2, hgq/layers/ops/einsum.py.
final class EinsumReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    if (site.inputs() != 2) {
      throw site.form(site.kind() + " of " + site.inputs() + " tensors", "give it two");
    }
    String equation = site.text("equation", site.text("subscripts", ""));
    return TensorContraction.of(site, site.input(0), site.input(1), equation);
  }
}
