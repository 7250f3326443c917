package io.intaglio.frontend.tflite;

/// Reads one kind of operator. What cannot be exact is refused through the site.
interface OperatorReader {
  void read(OperatorSite site) throws OperatorSite.Refused;
}
