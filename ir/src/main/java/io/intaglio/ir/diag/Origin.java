package io.intaglio.ir.diag;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Where in the user's model something comes from: places such as `encoder.onnx:conv1`, in the
/// order they were met. Rewrites merge origins and never drop them.
public record Origin(List<String> places) {
  public static final Origin NONE = new Origin(List.of());

  public Origin {
    places = List.copyOf(places);
  }

  /// A node of a model file.
  public static Origin node(String file, String node) {
    return new Origin(List.of(file + ":" + node));
  }

  public static Origin file(String file) {
    return new Origin(List.of(file));
  }

  public Origin merge(Origin other) {
    if (places.isEmpty()) {
      return other;
    }
    if (other.places.isEmpty()) {
      return this;
    }
    Set<String> all = new LinkedHashSet<>(places);
    all.addAll(other.places);
    return new Origin(List.copyOf(all));
  }

  @Override
  public String toString() {
    return String.join(", ", places);
  }
}
