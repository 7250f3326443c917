package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary.Kind;
import java.util.Map;
import java.util.Set;

/// Operators that come up in networks of reals, most of which have no integer form of their own.
final class FloatOperatorTable {
  static final Map<String, OperatorReader> READERS =
      Map.ofEntries(
          Map.entry("Abs", UnaryReader.of(Kind.ABS)),
          Map.entry("Ceil", UnaryReader.of(Kind.CEIL)),
          Map.entry("Clip", ClipReader::read),
          Map.entry("ConvTranspose", ConvTransposeReader::read),
          Map.entry("DepthToSpace", DepthToSpaceReader::read),
          Map.entry("Elu", EluReader::read),
          Map.entry("Erf", UnaryReader.of(Kind.ERF)),
          Map.entry("Exp", UnaryReader.of(Kind.EXP)),
          Map.entry("Floor", UnaryReader.of(Kind.FLOOR)),
          Map.entry("Gelu", GeluReader::read),
          Map.entry("GlobalMaxPool", GlobalMaxPoolReader::read),
          Map.entry("HardSigmoid", HardSigmoidReader::read),
          Map.entry("HardSwish", UnaryReader.of(Kind.HARD_SWISH)),
          Map.entry("Log", UnaryReader.of(Kind.LOG)),
          Map.entry("Max", BoundReader::max),
          Map.entry("Min", BoundReader::min),
          Map.entry("Neg", NegReader::read),
          Map.entry("PRelu", PReluReader::read),
          Map.entry("ReduceMean", ReduceReader::mean),
          Map.entry("ReduceSum", ReduceReader::sum),
          Map.entry("Resize", ResizeReader::resize),
          Map.entry("Round", UnaryReader.of(Kind.ROUND)),
          Map.entry("Selu", SeluReader::read),
          Map.entry("Sigmoid", UnaryReader.of(Kind.SIGMOID)),
          Map.entry("Sign", UnaryReader.of(Kind.SIGN)),
          Map.entry("Softplus", UnaryReader.of(Kind.SOFTPLUS)),
          Map.entry("Softsign", UnaryReader.of(Kind.SOFTSIGN)),
          Map.entry("Tanh", UnaryReader.of(Kind.TANH)),
          Map.entry("Upsample", ResizeReader::upsample));

  /// Those among them that quantized networks cannot hold.
  static final Set<String> REALS_ONLY =
      Set.of(
          "Abs",
          "Ceil",
          "Elu",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "Log",
          "Round",
          "Selu",
          "Sigmoid",
          "Sign",
          "Softplus",
          "Softsign",
          "Tanh");

  private FloatOperatorTable() {}
}
