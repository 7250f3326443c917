package io.intaglio.ir.net;

import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;
import java.util.Optional;

/// An input of a [Network].
///
/// @param shape the model's shape, with the batch axis, of extent 1, first
/// @param format its integer domain if the file states one
/// @param encoding how that domain's codes are made from reals, where the file's format says so;
///     else the grid of `format` is demanded
public record NetInput(
    String name,
    Shape shape,
    FloatType type,
    Optional<InputFormat> format,
    Optional<Encoding> encoding,
    Origin origin) {}
