package io.intaglio.ir.lower;

import io.intaglio.ir.net.InputFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What lowering cannot know from the network.
///
/// @param formats integer domains by input name, for inputs that neither have a quantizer of their
///     own nor a domain stated in the file
/// @param everyInput the domain of such inputs that `formats` does not name
/// @param saturate whether a real input beyond its domain is brought to the nearest bound, instead
///     of being an error
public record LoweringOptions(
    Map<String, InputFormat> formats, Optional<InputFormat> everyInput, boolean saturate) {
  public LoweringOptions {
    formats = Collections.unmodifiableMap(new LinkedHashMap<>(formats));
  }

  /// No formats, no saturation.
  public static LoweringOptions none() {
    return new LoweringOptions(Map.of(), Optional.empty(), false);
  }

  /// One format for all inputs that need one, no saturation.
  public static LoweringOptions of(InputFormat format) {
    return new LoweringOptions(Map.of(), Optional.of(format), false);
  }

  Optional<InputFormat> format(String input) {
    return Optional.ofNullable(formats.get(input)).or(() -> everyInput);
  }
}
