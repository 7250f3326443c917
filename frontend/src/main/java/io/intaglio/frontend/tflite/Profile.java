package io.intaglio.frontend.tflite;

import io.intaglio.ir.rule.TfliteMultiply;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Whose arithmetic a TFLite file means. The runtimes that take such files round differently, and
/// differently for each operator: the `…Rule` classes hold one rule an operator.
enum Profile {
  /// TensorFlow Lite for Microcontrollers, CMSIS-NN, and TFLite's reference kernels before LiteRT
  /// 1.3.
  TFLM("tflm"),
  /// LiteRT's reference kernels since 1.3.
  REFERENCE("tflite-reference"),
  /// LiteRT as it runs when nothing else is asked of it: XNNPACK's kernels, and the optimized
  /// built-in ones where XNNPACK does not take an operator.
  XNNPACK("tflite-xnnpack"),
  /// TFLite built with `TFLITE_SINGLE_ROUNDING`.
  SINGLE("tflite-single");

  /// What is meant where nothing is said: what the default runtime computes.
  static final Profile DEFAULT = XNNPACK;

  private final String id;

  Profile(String id) {
    this.id = id;
  }

  /// The name for users.
  String id() {
    return id;
  }

  /// The profile of a name; the default of the empty one.
  static Optional<Profile> of(String name) {
    return name.isEmpty()
        ? Optional.of(DEFAULT)
        : Arrays.stream(values()).filter(profile -> profile.id.equals(name)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(Profile::id).toList();
  }

  /// Whether operators that TensorFlow Lite for Microcontrollers has otherwise than LiteRT are its
  /// own. A build with single rounding is taken for one for microcontrollers.
  boolean isMicro() {
    return this == TFLM || this == SINGLE;
  }

  /// How a fixed-point multiplier rounds here.
  TfliteMultiply.Variant variant() {
    return this == SINGLE ? TfliteMultiply.Variant.SINGLE : TfliteMultiply.Variant.DOUBLE;
  }
}
