package io.intaglio.frontend.keras.layer;

import io.intaglio.ir.net.RealAdd;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;

/// The mean of two or more tensors; QAveragePow2 takes the power of two next to one over their
/// number.
///
/// Source: keras/src/layers/merging/average.py; HGQ2 0.2, hgq/layers/ops/merge.py.
final class AverageReader implements LayerReader {
  @Override
  public Ref read(LayerSite site) throws Refused {
    Ref sum = Merging.fold(site, RealAdd::new);
    Rational share =
        site.kind().equals("QAveragePow2")
            ? HgqSumReader.nearestPower(site.inputs())
            : Rational.ONE.divide(Rational.of(site.inputs()));
    return site.scaled("mean", sum, share);
  }
}
