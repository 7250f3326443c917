package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.FileNames;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The number format that a layer computes in, which has to be float32: in a narrower one Keras
/// rounds every weight, product and sum; under a policy of 8 bits it scales each sample by the
/// sample itself.
///
/// Source: keras/src/dtype_policies/dtype_policy.py; keras/src/mixed_precision/policy.py (Keras 2).
public final class Precision {
  private static final Set<String> NARROW = Set.of("float16", "bfloat16");

  private Precision() {}

  /// Demands float32, as it is if nothing is stated.
  ///
  /// @throws Refused naming the format
  public static void demand(LayerSite site) throws Refused {
    if (!site.config().hasNonNull("dtype")) {
      return;
    }
    JsonNode stated = site.config().path("dtype");
    String name = (stated.isString() ? stated : stated.path("config").path("name")).asString("");
    // What an input is stored in does not matter if it loses nothing.
    boolean exact = site.kind().equals("InputLayer") && !NARROW.contains(name);
    if (!exact && !name.equals("float32")) {
      throw site.form(
          site.kind()
              + " computes in "
              + (name.isEmpty() ? "a number format of its own" : FileNames.printable(name))
              + ", not in float32",
          "make the model anew under the dtype policy float32, load these weights and save it");
    }
  }
}
