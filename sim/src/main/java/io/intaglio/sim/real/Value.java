package io.intaglio.sim.real;

import io.intaglio.ir.type.Shape;

/// A tensor of one sample; the elements are never written to once it is made.
@SuppressWarnings("ArrayRecordComponent")
record Value(Shape shape, double[] elements) {}
