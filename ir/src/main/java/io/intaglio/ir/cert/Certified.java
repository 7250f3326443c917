package io.intaglio.ir.cert;

import io.intaglio.ir.edge.Boundary;
import java.util.List;

/// A lowered network and the certificates of its rescales and thresholds: what a `.fx` file holds.
public record Certified(Boundary boundary, List<Certificate> certificates) {
  public Certified {
    certificates = List.copyOf(certificates);
  }
}
