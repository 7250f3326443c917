package io.intaglio.ir.datapath;

/// Where one element of a value comes from.
public sealed interface Source {
  /// Element `index` (row-major) of the bus of `value`.
  record Element(String value, int index) implements Source {}

  /// A constant, in every stage.
  record Fixed(long value) implements Source {}
}
