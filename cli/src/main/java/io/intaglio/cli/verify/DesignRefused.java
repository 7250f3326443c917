package io.intaglio.cli.verify;

/// A simulator's compiler does not take the emitted Verilog.
final class DesignRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DesignRefused(String message) {
    super(message);
  }
}
