package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.quantizer.ActivationQuantizer;
import io.intaglio.frontend.keras.quantizer.QuantizerConfig;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealLeakyRelu;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Activation functions, of Keras by name and of QKeras as quantizers.
///
/// Source: keras/src/activations/activations.py.
final class Activations {
  private static final float LEAKY_SLOPE = 0.2f;
  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_SCALE = 1.050701f;

  private static final Map<String, RealUnary.Kind> UNARY =
      Map.ofEntries(
          Map.entry("exponential", RealUnary.Kind.EXP),
          Map.entry("gelu", RealUnary.Kind.GELU),
          Map.entry("hard_silu", RealUnary.Kind.HARD_SWISH),
          Map.entry("hard_swish", RealUnary.Kind.HARD_SWISH),
          Map.entry("sigmoid", RealUnary.Kind.SIGMOID),
          Map.entry("silu", RealUnary.Kind.SWISH),
          Map.entry("softplus", RealUnary.Kind.SOFTPLUS),
          Map.entry("softsign", RealUnary.Kind.SOFTSIGN),
          Map.entry("swish", RealUnary.Kind.SWISH),
          Map.entry("tanh", RealUnary.Kind.TANH));

  private Activations() {}

  /// What the layer's `activation` makes of `x`.
  static Ref apply(LayerSite site, Ref x) throws Refused {
    JsonNode activation = site.config().path("activation");
    if (activation.isMissingNode() || activation.isNull()) {
      return x;
    }
    String name = name(activation);
    Shape shape = site.shape(x);
    return switch (name) {
      case "linear" -> x;
      case "relu" -> site.emit("relu", shape, new RealRelu(x));
      case "relu6" ->
          site.emit(
              "relu6",
              shape,
              new RealClip(x, Optional.of(Rational.ZERO), Optional.of(Rational.of(6))));
      case "softmax" -> site.emit("softmax", shape, new RealSoftmax(x, shape.rank() - 1));
      case "leaky_relu" -> site.emit("leaky_relu", shape, new RealLeakyRelu(x, LEAKY_SLOPE));
      case "elu" -> site.emit("elu", shape, new RealUnary(x, RealUnary.Kind.ELU, 1, 0));
      case "selu" ->
          site.emit("selu", shape, new RealUnary(x, RealUnary.Kind.SELU, SELU_ALPHA, SELU_SCALE));
      default -> {
        RealUnary.Kind unary = UNARY.get(name);
        yield unary == null
            ? quantizer(site, x, activation, name)
            : site.emit(name, shape, RealUnary.of(x, unary));
      }
    };
  }

  /// The function's name, or empty for a quantizer with parameters.
  private static String name(JsonNode activation) {
    if (activation.isString()) {
      return activation.asString();
    }
    boolean function = activation.path("class_name").asString("").equals("function");
    return function ? activation.path("config").asString("") : "";
  }

  private static Ref quantizer(LayerSite site, Ref x, JsonNode activation, String name)
      throws Refused {
    if (!name.isEmpty() && !QuantizerConfig.isCall(name)) {
      throw site.form(
          "the activation " + FileNames.printable(name) + " is not supported",
          "use linear, relu, relu6, leaky_relu, elu, selu, softmax, "
              + String.join(", ", new TreeSet<>(UNARY.keySet()))
              + " or a quantizer");
    }
    return ActivationQuantizer.apply(site, x, QuantizerConfig.of(activation).orElseThrow());
  }
}
