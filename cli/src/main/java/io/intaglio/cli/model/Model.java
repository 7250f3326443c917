package io.intaglio.cli.model;

import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.net.Network;
import java.util.Optional;

/// A model file, lowered.
///
/// @param file its name without its folder
/// @param digest SHA-256 of its bytes, in hexadecimal
/// @param network what was imported; absent for a `.fx` file, which is lowered already
public record Model(String file, String digest, Optional<Network> network, Certified certified)
    implements ReadModel {
  /// The profile under which it was read, or what its graph says of it.
  public String profile() {
    return network.map(Network::profile).orElse("as lowered");
  }

  /// A name for designs made of it: the file's name without its ending.
  public String designName() {
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
