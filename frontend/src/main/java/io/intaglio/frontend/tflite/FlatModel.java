package io.intaglio.frontend.tflite;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.type.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationDetails;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/// A file's main graph (the first; others belong to control flow, which is refused), decoded once
/// under limits. Tensors that a DENSIFY makes are constants as its input is.
///
/// FlatBuffers accessors follow offsets unchecked; whatever leaves the file surfaces as an
/// `IndexOutOfBoundsException`, which [#decode] turns into [Malformed]. Offsets may also point to
/// one place many times, so what is decoded in all is limited, not only what each vector holds.
///
/// @param densified the tensors that a DENSIFY makes
record FlatModel(
    Model model,
    List<FlatTensor> tensors,
    List<FlatOperator> operators,
    List<Integer> inputs,
    List<Integer> outputs,
    Set<Integer> densified) {
  private static final int MAX_ENTRIES = 1 << 16;
  private static final int MAX_RANK = 8;
  private static final int MAX_NAME_BYTES = 1024;

  /// Elements that the sparse constants of a file stand for, as often as they are read.
  private static final long MAX_SPARSE_ELEMENTS = 1 << 24;

  FlatModel {
    tensors = List.copyOf(tensors);
    operators = List.copyOf(operators);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    densified = Set.copyOf(densified);
  }

  static FlatModel decode(byte[] content) throws Malformed {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < 8 || !Model.ModelBufferHasIdentifier(bytes)) {
      throw new Malformed("the file is not a TFLite model: its identifier is not TFL3");
    }
    try {
      return new Decoder(Model.getRootAsModel(bytes), content.length).model();
    } catch (IndexOutOfBoundsException e) {
      throw new Malformed("an offset points outside the file");
    }
  }

  /// The stored bytes of a tensor.
  ///
  /// @throws IndexOutOfBoundsException if they leave the file
  byte[] content(FlatTensor tensor) {
    byte[] content = new byte[tensor.bytes()];
    try {
      ByteBuffer data = model.buffers(tensor.buffer()).dataAsByteBuffer();
      if (content.length > 0) {
        data.get(data.position(), content);
      }
    } catch (IllegalArgumentException e) {
      throw new IndexOutOfBoundsException(tensor.name());
    }
    return content;
  }

  private static final class Decoder {
    private final Model model;
    private final int fileBytes;
    private final Set<String> names = new HashSet<>();
    private int entries;
    private long sparseElements;

    Decoder(Model model, int fileBytes) {
      this.model = model;
      this.fileBytes = fileBytes;
    }

    FlatModel model() throws Malformed {
      if (model.version() != 3) {
        throw new Malformed("schema version " + model.version() + ", not 3");
      }
      if (model.subgraphsLength() < 1) {
        throw new Malformed("the file has no graph");
      }
      limit(model.buffersLength(), "buffers");
      SubGraph graph = model.subgraphs(0);
      List<FlatTensor> tensors = new ArrayList<>();
      for (int i = 0; i < limit(graph.tensorsLength(), "tensors"); i++) {
        tensors.add(tensor(i, graph.tensors(i)));
      }
      List<FlatOperator> operators = new ArrayList<>();
      for (int i = 0; i < limit(graph.operatorsLength(), "operators"); i++) {
        operators.add(operator(i, graph.operators(i), tensors.size()));
      }
      Set<Integer> densified = densify(operators, tensors);
      for (FlatOperator op : operators) {
        for (int input : op.inputs()) {
          if (input >= 0 && tensors.get(input).sparsity().isPresent()) {
            spendSparse(tensors.get(input).shape());
          }
        }
      }
      return new FlatModel(
          model,
          tensors,
          operators,
          indices(graph.inputsLength(), graph::inputs, 0, tensors.size(), "graph inputs"),
          indices(graph.outputsLength(), graph::outputs, 0, tensors.size(), "graph outputs"),
          densified);
    }

    /// `count`, if so many entries can be in the file and do not make it too large.
    private int limit(int count, String what) throws Malformed {
      if (count < 0 || count > fileBytes / 4) {
        throw new Malformed("the file cannot hold " + Integer.toUnsignedLong(count) + " " + what);
      }
      if (count > MAX_ENTRIES) {
        throw new Malformed(Code.MOD_TOO_LARGE, count + " " + what + ", more than " + MAX_ENTRIES);
      }
      return count;
    }

    /// As [#limit], where the entries count toward what is decoded in all.
    private int spend(int count, String what) throws Malformed {
      entries += limit(count, what);
      if (entries > 16 * MAX_ENTRIES) {
        throw new Malformed(Code.MOD_TOO_LARGE, "more entries than are accepted in one file");
      }
      return count;
    }

    private void spendSparse(Shape shape) throws Malformed {
      sparseElements += shape.elements();
      if (sparseElements > MAX_SPARSE_ELEMENTS) {
        throw new Malformed(
            Code.MOD_TOO_LARGE,
            "sparse tensors of more than " + MAX_SPARSE_ELEMENTS + " elements in all");
      }
    }

    /// Makes the outputs of DENSIFY what their inputs are, sparse constants; of no output twice.
    private static Set<Integer> densify(List<FlatOperator> operators, List<FlatTensor> tensors) {
      Set<Integer> densified = new HashSet<>();
      for (FlatOperator op : operators) {
        boolean one = op.inputs().size() == 1 && op.outputs().size() == 1;
        if (op.code() == BuiltinOperator.DENSIFY && one && op.inputs().get(0) >= 0) {
          FlatTensor source = tensors.get(op.inputs().get(0));
          FlatTensor made = tensors.get(op.outputs().get(0));
          boolean same = made.type() == source.type() && made.shape().equals(source.shape());
          if (source.sparsity().isPresent() && same && !made.isConstant()) {
            tensors.set(made.index(), made.densified(source));
            densified.add(made.index());
          }
        }
      }
      return densified;
    }

    private List<Integer> indices(int count, IntUnaryOperator at, int least, int end, String what)
        throws Malformed {
      List<Integer> all = new ArrayList<>();
      int accepted = spend(count, what);
      for (int i = 0; i < accepted; i++) {
        int index = at.applyAsInt(i);
        if (index < least || index >= end) {
          throw new Malformed("no tensor " + index + " for " + what);
        }
        all.add(index);
      }
      return all;
    }

    private FlatTensor tensor(int index, Tensor tensor) throws Malformed {
      String name = name(index, tensor);
      if (tensor.buffer() < 0 || tensor.buffer() >= model.buffersLength()) {
        throw new Malformed("tensor '" + name + "' has no buffer");
      }
      int rank = tensor.shapeLength();
      if (rank < 0 || rank > MAX_RANK) {
        throw new Malformed("tensor '" + name + "' has a rank above " + MAX_RANK);
      }
      int stored = stored(name, model.buffers(Math.toIntExact(tensor.buffer())));
      boolean known = true;
      for (int a = 0; a < Math.min(tensor.shapeSignatureLength(), rank); a++) {
        // Only the batch may be open; converters write −1 for it.
        known &= a == 0 || tensor.shapeSignature(a) == tensor.shape(a);
      }
      boolean sparse = tensor.sparsity() != null;
      boolean listed = stored > 0 && !sparse;
      Shape shape =
          shape(name, tensor, rank, listed ? Shape.MAX_ELEMENTS : Shape.MAX_VALUE_ELEMENTS);
      Optional<SparseLayout> layout = Optional.empty();
      if (sparse && stored > 0 && tensor.type() == TensorType.INT8) {
        spendSparse(shape);
        layout = Optional.of(SparseLayout.decode(name, tensor.sparsity(), shape, stored));
      }
      return new FlatTensor(
          index,
          name,
          tensor.type(),
          shape,
          quantization(name, tensor.quantization()),
          Math.toIntExact(tensor.buffer()),
          stored,
          known && !tensor.isVariable() && !sparse,
          layout);
    }

    private int stored(String name, Buffer buffer) throws Malformed {
      int bytes = buffer.dataLength();
      if (bytes < 0 || bytes > fileBytes) {
        throw new Malformed("the buffer of tensor '" + name + "' leaves the file");
      }
      return bytes;
    }

    private static Shape shape(String name, Tensor tensor, int rank, long limit) throws Malformed {
      int[] dims = new int[rank];
      long elements = 1;
      for (int a = 0; a < rank; a++) {
        dims[a] = tensor.shape(a);
        if (dims[a] < 0) {
          throw new Malformed("tensor '" + name + "' has the extent " + dims[a]);
        }
        elements *= dims[a];
        if (elements > limit) {
          throw new Malformed(
              Code.MOD_TOO_LARGE, "tensor '" + name + "' has more than " + limit + " elements");
        }
      }
      return Shape.of(dims);
    }

    private static String customName(OperatorCode code) throws Malformed {
      try {
        return text(code.customCodeAsByteBuffer());
      } catch (IllegalArgumentException e) {
        throw new Malformed("the name of a custom operator points outside the file");
      }
    }

    private static String text(ByteBuffer bytes) {
      if (bytes == null) {
        return "";
      }
      byte[] text = new byte[Math.min(bytes.remaining(), MAX_NAME_BYTES)];
      bytes.get(text);
      return FileNames.printable(new String(text, StandardCharsets.UTF_8));
    }

    private String name(int index, Tensor tensor) throws Malformed {
      String stored = "";
      try {
        stored = text(tensor.nameAsByteBuffer());
      } catch (IllegalArgumentException e) {
        throw new Malformed("the name of tensor " + index + " points outside the file");
      }
      String name = stored.isBlank() ? "tensor" : stored;
      while (!names.add(name)) {
        name = name + "#" + index;
      }
      return name;
    }

    private Optional<Quantization> quantization(String name, QuantizationParameters stored)
        throws Malformed {
      if (stored == null || stored.scaleLength() == 0) {
        return Optional.empty();
      }
      if (stored.detailsType() != QuantizationDetails.NONE) {
        throw new Malformed(
            Code.IMP_UNSUPPORTED_FORM, "tensor '" + name + "' has a custom quantization");
      }
      List<Float> scales = new ArrayList<>();
      int scaleCount = spend(stored.scaleLength(), "scales");
      for (int i = 0; i < scaleCount; i++) {
        scales.add(stored.scale(i));
      }
      List<Long> zeroPoints = new ArrayList<>();
      int zeroPointCount = spend(stored.zeroPointLength(), "zero points");
      for (int i = 0; i < zeroPointCount; i++) {
        zeroPoints.add(stored.zeroPoint(i));
      }
      if (zeroPoints.size() > scales.size()) {
        throw new Malformed("tensor '" + name + "' has more zero points than scales");
      }
      return Optional.of(new Quantization(scales, zeroPoints, stored.quantizedDimension()));
    }

    private FlatOperator operator(int index, Operator operator, int tensors) throws Malformed {
      long opcode = operator.opcodeIndex();
      if (opcode < 0 || opcode >= model.operatorCodesLength()) {
        throw new Malformed("operator " + index + " has no code");
      }
      OperatorCode code = model.operatorCodes((int) opcode);
      int builtin = Math.max(code.builtinCode(), code.deprecatedBuiltinCode());
      String place = "operator " + index;
      return new FlatOperator(
          index,
          builtin,
          kind(builtin, code),
          indices(operator.inputsLength(), operator::inputs, -1, tensors, "inputs of " + place),
          indices(operator.outputsLength(), operator::outputs, 0, tensors, "outputs of " + place),
          operator);
    }

    private static String kind(int builtin, OperatorCode code) throws Malformed {
      if (builtin == BuiltinOperator.CUSTOM) {
        return "the custom operator '" + customName(code) + "'";
      }
      boolean known = builtin >= 0 && builtin < BuiltinOperator.names.length;
      return known ? BuiltinOperator.name(builtin) : "operator code " + builtin;
    }
  }
}
