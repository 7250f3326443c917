package io.intaglio.sim.real;

import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.net.RealBatchNorm;

/// Batch normalisation along axis 1 as one scale and one shift a channel, folded in double.
final class BatchNormOfReals {
  private BatchNormOfReals() {}

  static double[] apply(RealBatchNorm op, Value x, FloatType type) {
    int channels = x.shape().dim(1);
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      double deviation = Math.sqrt(op.variance().at(c).toDouble() + op.epsilon());
      scale[c] = op.gamma().at(c).toDouble() / deviation;
      shift[c] = op.beta().at(c).toDouble() - op.mean().at(c).toDouble() * scale[c];
    }
    double[] y = new double[x.elements().length];
    int inner = y.length / (x.shape().dim(0) * channels);
    for (int i = 0; i < y.length; i++) {
      int c = i / inner % channels;
      y[i] = type.round(x.elements()[i] * scale[c] + shift[c]);
    }
    return y;
  }
}
