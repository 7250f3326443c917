package io.intaglio.ir.text;

/// What codecs need while one text is written.
final class Writing {
  private final WeightsWriter weights = new WeightsWriter();
  private long repeated;

  WeightsWriter weights() {
    return weights;
  }

  /// Whether `elements` more may be written as a repetition.
  boolean mayRepeat(long elements) {
    if (repeated + elements > Reading.MAX_REPEATED / 2) {
      return false;
    }
    repeated += elements;
    return true;
  }
}
