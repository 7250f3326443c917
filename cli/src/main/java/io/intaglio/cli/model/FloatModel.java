package io.intaglio.cli.model;

import io.intaglio.ir.net.Network;

/// A model file whose network has no quantizers: it can be looked at and executed, not lowered.
public record FloatModel(String file, String digest, Network network) implements ReadModel {
  /// How every output calls such a model.
  public static final String LABEL = "float (no quantizers)";
}
