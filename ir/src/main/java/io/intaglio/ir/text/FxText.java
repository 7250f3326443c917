package io.intaglio.ir.text;

import java.util.Arrays;

/// A form as text, and the side file with its larger tensors, which is empty if it has none.
public final class FxText {
  private final String text;
  private final byte[] weights;

  public FxText(String text, byte[] weights) {
    this.text = text;
    this.weights = weights.clone();
  }

  public String text() {
    return text;
  }

  public byte[] weights() {
    return weights.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FxText fx && text.equals(fx.text) && Arrays.equals(weights, fx.weights);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + Arrays.hashCode(weights);
  }

  @Override
  public String toString() {
    return text;
  }
}
