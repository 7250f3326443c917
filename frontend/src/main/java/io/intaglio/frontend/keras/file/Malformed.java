package io.intaglio.frontend.keras.file;

import io.intaglio.ir.diag.Code;

/// The bytes are no model that can be read.
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  private final Code code;

  public Malformed(Code code, String message) {
    super(message);
    this.code = code;
  }

  public static Malformed of(String message) {
    return new Malformed(Code.MOD_MALFORMED, message);
  }

  public Code code() {
    return code;
  }
}
