package io.intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorAnnotation;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.intaglio.frontend.FileNames;
import io.intaglio.frontend.onnx.tensor.ElementBudget;
import io.intaglio.frontend.onnx.tensor.ElementType;
import io.intaglio.frontend.onnx.tensor.TooLarge;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.net.InputFormat;
import io.intaglio.ir.net.NetInput;
import io.intaglio.ir.real.Rational;
import io.intaglio.ir.type.IntType;
import io.intaglio.ir.type.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An input of the graph: its shape with a batch of 1, its type, and its integer domain where a
/// `finn_datatype` annotation or an integer element type states one.
final class InputReader {
  private static final String DATATYPE = "finn_datatype";

  private final Map<String, String> datatypes;
  private final ElementBudget budget;
  private final ValueInfoProto input;
  private final Origin origin;

  /// Says why an input cannot be read.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    Refused(Diagnostic diagnostic) {
      super(diagnostic.message());
      this.diagnostic = diagnostic;
    }

    Diagnostic diagnostic() {
      return diagnostic;
    }
  }

  /// An input and the type of its elements in the file.
  record Read(NetInput input, ElementType type) {}

  InputReader(
      Map<String, String> datatypes, ElementBudget budget, ValueInfoProto input, String file) {
    this.datatypes = datatypes;
    this.budget = budget;
    this.input = input;
    this.origin = Origin.node(file, FileNames.printable(input.getName()));
  }

  Read read() throws Refused {
    if (!input.getType().hasTensorType()) {
      throw refused(Code.IMP_UNSUPPORTED_FORM, "the input is no tensor", "use tensors only");
    }
    int code = input.getType().getTensorType().getElemType();
    ElementType type = ElementType.of(code).filter(InputReader::isReadable).orElse(null);
    if (type == null) {
      throw refused(
          Code.IMP_UNSUPPORTED_FORM,
          "the input's element type " + ElementType.name(code) + " is not supported",
          "use float32 or an integer type of at most 32 bits");
    }
    Optional<InputFormat> format = annotated();
    if (format.isEmpty() && !type.isFloat()) {
      format = Optional.of(InputFormat.of(integers(type), Rational.ONE));
    }
    Shape shape = shape(input.getType().getTensorType().getShape());
    return new Read(
        new NetInput(input.getName(), shape, type.withFloat32(), format, Optional.empty(), origin),
        type);
  }

  private static boolean isReadable(ElementType type) {
    return switch (type) {
      case FLOAT32, FLOAT64, UINT8, INT8, UINT16, INT16, UINT32, INT32 -> true;
      case INT64, BOOL, FLOAT16, INT4, UINT4 -> false;
    };
  }

  private static IntType integers(ElementType type) {
    int bits = 8 * type.bytes();
    return type.isSigned() ? IntType.signed(bits) : IntType.unsigned(bits);
  }

  private Shape shape(TensorShapeProto proto) throws Refused {
    if (proto.getDimCount() == 0) {
      throw refused(
          Code.IMP_SHAPE,
          "the input has no shape, or no axes",
          "export with a batch axis in front");
    }
    long[] dims = new long[proto.getDimCount()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = extent(proto.getDim(axis), axis);
    }
    try {
      Shape shape = ElementBudget.shape(dims);
      budget.claimActivation(shape);
      return shape;
    } catch (TooLarge e) {
      throw refused(Code.MOD_TOO_LARGE, e.getMessage(), "import a smaller part of the model");
    }
  }

  private long extent(TensorShapeProto.Dimension dim, int axis) throws Refused {
    if (!dim.hasDimValue()) {
      if (axis == 0) {
        return 1;
      }
      throw refused(
          Code.IMP_SHAPE,
          "the extent of axis " + axis + " is not fixed",
          "export with fixed extents; only the batch may be open");
    }
    long extent = dim.getDimValue();
    if (axis == 0 && (extent == 0 || extent == -1)) {
      return 1;
    }
    if (extent < 1) {
      throw refused(
          Code.IMP_SHAPE, "the extent of axis " + axis + " is " + extent, "export a real extent");
    }
    if (axis == 0 && extent != 1) {
      throw refused(
          Code.IMP_SHAPE,
          "the first axis has the extent " + extent + " where the batch, of 1, is expected",
          "export with an open batch, or of 1");
    }
    return extent;
  }

  private Optional<InputFormat> annotated() throws Refused {
    String datatype = datatypes.get(input.getName());
    return datatype == null ? Optional.empty() : format(datatype);
  }

  /// The annotated datatypes of a graph by tensor; the first counts.
  static Map<String, String> datatypes(GraphProto graph) {
    Map<String, String> datatypes = new HashMap<>();
    for (TensorAnnotation annotation : graph.getQuantizationAnnotationList()) {
      for (StringStringEntryProto entry : annotation.getQuantParameterTensorNamesList()) {
        if (entry.getKey().equals(DATATYPE)) {
          datatypes.putIfAbsent(annotation.getTensorName(), entry.getValue());
        }
      }
    }
    return datatypes;
  }

  private Optional<InputFormat> format(String name) throws Refused {
    try {
      return FinnDatatype.parse(name);
    } catch (IllegalArgumentException e) {
      throw refused(
          Code.IMP_BAD_PARAMETER,
          "the annotation " + DATATYPE + " '" + FileNames.printable(name) + "' is unknown",
          "use INT<bits>, UINT<bits>, BIPOLAR, BINARY, TERNARY, FIXED<bits,integer bits> or"
              + " FLOAT32");
    }
  }

  private Refused refused(Code code, String message, String help) {
    return new Refused(Diagnostic.error(code, origin, message, help));
  }
}
