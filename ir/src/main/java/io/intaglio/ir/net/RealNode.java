package io.intaglio.ir.net;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.Shape;

/// One operator of a [Network], the name of the value it makes and that value's shape in the
/// model's own layout (batch axis first).
public record RealNode(String result, Shape shape, RealOp op, Origin origin) {}
