package io.intaglio.cli.array;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.type.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads and writes NumPy's `.npy` format (numpy.lib.format, versions 1.0 to 3.0): C and Fortran
/// order, either byte order, no object or structured types.
public final class NpyFile {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 20;
  private static final Pattern DESCRIPTOR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=]?)([a-zA-Z]\\d*)['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  private NpyFile() {}

  /// Reads one array.
  ///
  /// @param place what to call the file in a diagnostic
  /// @throws InvalidInput if it is no such array or is cut short
  public static NdArray read(InputStream in, String place) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw malformed(place, "this is not a NumPy .npy array", "save it with numpy.save");
    }
    int lengthBytes = start[6] == 1 ? 2 : 4;
    byte[] lengthField = in.readNBytes(lengthBytes);
    if (start[6] < 1 || start[6] > 3 || lengthField.length < lengthBytes) {
      throw malformed(place, "unknown .npy version " + start[6], "save it with numpy.save");
    }
    ByteBuffer length = ByteBuffer.wrap(lengthField).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = lengthBytes == 2 ? length.getShort() & 0xFFFF : length.getInt();
    if (headerLength < 0 || headerLength > MAX_HEADER) {
      throw malformed(place, "header of " + Integer.toUnsignedString(headerLength) + " bytes", "");
    }
    byte[] header = in.readNBytes(headerLength);
    if (header.length < headerLength) {
      throw malformed(place, "the file ends in its header", "save it again");
    }
    return read(in, place, new String(header, StandardCharsets.ISO_8859_1));
  }

  private static NdArray read(InputStream in, String place, String header) throws IOException {
    Matcher descriptor = DESCRIPTOR.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher dims = SHAPE.matcher(header);
    if (!descriptor.find() || !order.find() || !dims.find()) {
      throw malformed(
          place, "header without a plain descr, fortran_order and shape", "save a plain array");
    }
    ElementType type =
        ElementType.ofCode(descriptor.group(2))
            .orElseThrow(
                () ->
                    malformed(
                        place,
                        "elements of type '" + descriptor.group(2) + "'",
                        "convert them, as in x.astype(numpy.float32) or numpy.int8"));
    Shape shape = shape(dims.group(1), place);
    ByteOrder bytes =
        descriptor.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    NdArray array = elements(in, place, type, shape, bytes);
    boolean fortran = order.group(1).equals("True");
    return fortran ? toRowMajor(array) : array;
  }

  private static Shape shape(String text, String place) {
    try {
      int[] dims =
          Arrays.stream(text.split(","))
              .map(part -> part.strip().replace("L", ""))
              .filter(part -> !part.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      Shape shape = Shape.of(dims);
      if (shape.elements() > Shape.MAX_ELEMENTS) {
        throw new ArithmeticException("too large");
      }
      return shape;
    } catch (ArithmeticException | NumberFormatException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.MOD_TOO_LARGE,
              Origin.file(place),
              "array of shape (" + text + ")",
              "at most " + Shape.MAX_ELEMENTS + " elements are read; split the data"));
    }
  }

  /// Reads in pieces, so that a header that promises more than the file holds allocates no more
  /// than a piece too much.
  private static NdArray elements(
      InputStream in, String place, ElementType type, Shape shape, ByteOrder order)
      throws IOException {
    int count = shape.size();
    long[] integers = new long[0];
    double[] reals = new double[0];
    int done = 0;
    while (done < count) {
      int piece = Math.min(count - done, CHUNK);
      byte[] raw = in.readNBytes(piece * type.bytes());
      if (raw.length < piece * type.bytes()) {
        throw malformed(
            place,
            "the file ends after "
                + (done + raw.length / type.bytes())
                + " of "
                + count
                + " elements",
            "save it again");
      }
      ByteBuffer buffer = ByteBuffer.wrap(raw).order(order);
      int grown = (int) Math.min(count, Math.max(done + (long) piece, 2L * done));
      if (type.isReal()) {
        reals = reals.length < done + piece ? Arrays.copyOf(reals, grown) : reals;
        for (int i = 0; i < piece; i++) {
          reals[done + i] = type.getReal(buffer);
        }
      } else {
        integers = integers.length < done + piece ? Arrays.copyOf(integers, grown) : integers;
        fill(buffer, type, integers, done, piece, place);
      }
      done += piece;
    }
    return type.isReal()
        ? NdArray.ofReals(shape, type, reals)
        : NdArray.ofIntegers(shape, type, integers);
  }

  private static void fill(
      ByteBuffer buffer, ElementType type, long[] integers, int done, int piece, String place) {
    try {
      for (int i = 0; i < piece; i++) {
        integers[done + i] = type.getInteger(buffer);
      }
    } catch (ArithmeticException e) {
      throw malformed(place, e.getMessage(), "save the codes as int64");
    }
  }

  private static NdArray toRowMajor(NdArray columns) {
    Shape shape = columns.shape();
    int rank = shape.rank();
    int[] step = new int[rank];
    int stride = 1;
    for (int axis = 0; axis < rank; axis++) {
      step[axis] = stride;
      stride *= shape.dim(axis);
    }
    int[] from = shape.gather(0, step);
    if (columns.isReal()) {
      double[] reals = columns.reals();
      double[] rows = new double[reals.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = reals[from[i]];
      }
      return NdArray.ofReals(shape, columns.type(), rows);
    }
    long[] integers = columns.integers();
    long[] rows = new long[integers.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = integers[from[i]];
    }
    return NdArray.ofIntegers(shape, columns.type(), rows);
  }

  /// Writes version 1.0, row-major, little-endian.
  public static void write(OutputStream out, NdArray array) throws IOException {
    String dims =
        Arrays.stream(array.shape().toArray())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    String header =
        "{'descr': '"
            + array.type().descriptor()
            + "', 'fortran_order': False, 'shape': ("
            + (array.shape().rank() == 1 ? dims + "," : dims)
            + "), }";
    // numpy.lib.format: magic, version, length and header together are a multiple of 64 bytes.
    int padding = 63 - (10 + header.length()) % 64;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer prefix = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    prefix.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) text.length);
    out.write(prefix.array());
    out.write(text);
    writeElements(out, array);
  }

  private static void writeElements(OutputStream out, NdArray array) throws IOException {
    int count = array.shape().size();
    for (int done = 0; done < count; ) {
      int piece = Math.min(count - done, CHUNK);
      ByteBuffer buffer =
          ByteBuffer.allocate(piece * array.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = done; i < done + piece; i++) {
        if (array.isReal()) {
          array.type().putReal(buffer, array.reals()[i]);
        } else {
          array.type().putInteger(buffer, array.integers()[i]);
        }
      }
      out.write(buffer.array());
      done += piece;
    }
  }

  private static InvalidInput malformed(String place, String message, String help) {
    return new InvalidInput(
        Diagnostic.error(Code.MOD_MALFORMED, Origin.file(place), message, help));
  }
}
