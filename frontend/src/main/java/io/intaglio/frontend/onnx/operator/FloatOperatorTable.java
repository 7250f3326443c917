package io.intaglio.frontend.onnx.operator;

import io.intaglio.ir.net.RealUnary.Kind;
import java.util.Map;

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

  /// Functions of one real. A quantized network holds them between quantizers, as tables.
  static final Map<String, Kind> FUNCTIONS =
      Map.ofEntries(
          Map.entry("Abs", Kind.ABS),
          Map.entry("Ceil", Kind.CEIL),
          Map.entry("Elu", Kind.ELU),
          Map.entry("Erf", Kind.ERF),
          Map.entry("Exp", Kind.EXP),
          Map.entry("Floor", Kind.FLOOR),
          Map.entry("Gelu", Kind.GELU),
          Map.entry("HardSigmoid", Kind.HARD_SIGMOID),
          Map.entry("HardSwish", Kind.HARD_SWISH),
          Map.entry("Log", Kind.LOG),
          Map.entry("Round", Kind.ROUND),
          Map.entry("Selu", Kind.SELU),
          Map.entry("Sigmoid", Kind.SIGMOID),
          Map.entry("Sign", Kind.SIGN),
          Map.entry("Softplus", Kind.SOFTPLUS),
          Map.entry("Softsign", Kind.SOFTSIGN),
          Map.entry("Sqrt", Kind.SQRT),
          Map.entry("Tanh", Kind.TANH));

  private FloatOperatorTable() {}
}
