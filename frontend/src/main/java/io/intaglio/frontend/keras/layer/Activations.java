package io.intaglio.frontend.keras.layer;

import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.keras.quantizer.ActivationQuantizer;
import io.intaglio.frontend.keras.quantizer.QuantizerConfig;
import io.intaglio.ir.net.RealClip;
import io.intaglio.ir.net.RealRelu;
import io.intaglio.ir.net.RealSoftmax;
import io.intaglio.ir.net.RealUnary;
import io.intaglio.ir.op.Ref;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.Shape;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Activation functions, of Keras by name and of QKeras as quantizers.
///
/// Source: keras/src/activations/activations.py.
final class Activations {
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
      case "sigmoid" -> site.emit("sigmoid", shape, RealUnary.of(x, RealUnary.Kind.SIGMOID));
      case "tanh" -> site.emit("tanh", shape, RealUnary.of(x, RealUnary.Kind.TANH));
      case "softplus" -> site.emit("softplus", shape, RealUnary.of(x, RealUnary.Kind.SOFTPLUS));
      case "softsign" -> site.emit("softsign", shape, RealUnary.of(x, RealUnary.Kind.SOFTSIGN));
      case "exponential" -> site.emit("exp", shape, RealUnary.of(x, RealUnary.Kind.EXP));
      default -> quantizer(site, x, activation, name);
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
          "use relu, relu6, softmax, sigmoid, tanh or a quantizer");
    }
    return ActivationQuantizer.apply(site, x, QuantizerConfig.of(activation).orElseThrow());
  }
}
