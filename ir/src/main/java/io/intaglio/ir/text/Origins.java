package io.intaglio.ir.text;

import io.intaglio.ir.diag.Origin;
import java.util.List;
import java.util.Optional;

/// The attribute `from = "jet.onnx:fc1"`, or a list of places, or none for [Origin#NONE].
final class Origins {
  private static final String WORD = "from";

  private Origins() {}

  static List<Syntax.Attribute> write(Origin origin) {
    if (origin.places().isEmpty()) {
      return List.of();
    }
    Syntax places =
        origin.places().size() == 1
            ? Syntax.text(origin.places().getFirst())
            : ScalarCodecs.ORIGIN.write(origin);
    return List.of(Syntax.Attribute.of(WORD, places));
  }

  static Origin read(Attributes attributes, Reading in) {
    Optional<Syntax> places = attributes.take(WORD);
    if (places.isEmpty()) {
      return Origin.NONE;
    }
    return places.get() instanceof Syntax.Text(String place, _)
        ? new Origin(List.of(place))
        : ScalarCodecs.ORIGIN.read(places.get(), in);
  }
}
