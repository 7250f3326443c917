package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;

/// The file breaks its own format, or a limit of ours.
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  private final Code code;

  Malformed(String message) {
    this(Code.MOD_MALFORMED, message);
  }

  Malformed(Code code, String message) {
    super(message);
    this.code = code;
  }

  Code code() {
    return code;
  }
}
