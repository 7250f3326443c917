package io.intaglio.ir.dyadic;

import io.intaglio.ir.cert.Certificate;
import io.intaglio.ir.op.Op;

/// What the search found.
///
/// @param op a [io.intaglio.ir.op.Rescale] or a [io.intaglio.ir.op.Threshold]
public record Found(Op op, Certificate certificate) {}
