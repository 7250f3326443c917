package io.intaglio.frontend.onnx.tensor;

/// A tensor of the file is larger than what is read.
public final class TooLarge extends Exception {
  private static final long serialVersionUID = 1L;

  public TooLarge(String message) {
    super(message);
  }
}
