package io.intaglio.ir;

import io.intaglio.ir.op.Op;

/// One operator and the value it makes.
public record Node(Value result, Op op) {}
