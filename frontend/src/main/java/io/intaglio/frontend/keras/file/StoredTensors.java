package io.intaglio.frontend.keras.file;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.storage.HdfBackingStorage;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The tensors of an HDF5 file by path, read when asked for, and the attributes of its groups.
///
/// What the file says of its sizes is checked before anything is read: a few bytes can claim
/// extents that no memory holds.
final class StoredTensors implements AutoCloseable {
  /// Elements of one tensor.
  static final long MAX_ELEMENTS = 1L << 24;

  /// Elements of all tensors that are read.
  static final long MAX_TOTAL = 1L << 25;

  /// Groups and datasets.
  static final int MAX_NODES = 1 << 14;

  private static final int MAX_DEPTH = 16;
  private static final long MAX_ATTRIBUTE_BYTES = 1L << 25;
  private static final int REFERENCE_BYTES = 16;

  /// Characters of all texts of an attribute; elements may share what they refer to.
  private static final long MAX_TEXT_BYTES = 1L << 28;

  private static final MethodHandle FILE = constructor();

  private final MeteredStorage storage;
  private final HdfFile file;
  private final Map<String, Dataset> datasets = new TreeMap<>();
  private final Map<String, Group> groups = new TreeMap<>();
  private long left = MAX_TOTAL;
  private int nodes;

  private StoredTensors(MeteredStorage storage, HdfFile file) {
    this.storage = storage;
    this.file = file;
  }

  static StoredTensors open(byte[] content) throws Malformed {
    MeteredStorage storage = guarded(null, () -> new MeteredStorage(content));
    return guarded(
        storage,
        () -> {
          StoredTensors tensors = new StoredTensors(storage, file(storage));
          tensors.groups.put("", tensors.file);
          tensors.walk(tensors.file, "", 0);
          return tensors;
        });
  }

  /// The library reads from any storage, but its own are the only ones that it lets others name.
  private static MethodHandle constructor() {
    try {
      return MethodHandles.privateLookupIn(HdfFile.class, MethodHandles.lookup())
          .findConstructor(
              HdfFile.class, MethodType.methodType(void.class, HdfBackingStorage.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the library's storage", e);
    }
  }

  @SuppressWarnings("PMD.AvoidCatchingGenericException")
  private static HdfFile file(MeteredStorage storage) {
    try {
      return (HdfFile) FILE.invokeExact((HdfBackingStorage) storage);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  private interface Reading<T> {
    T read() throws Malformed;
  }

  /// The reader throws whatever it stumbles over; to the user all of it is a broken file.
  @SuppressWarnings("PMD.AvoidCatchingGenericException")
  private static <T> T guarded(MeteredStorage storage, Reading<T> reading) throws Malformed {
    try {
      return reading.read();
    } catch (RuntimeException | StackOverflowError | NoClassDefFoundError broken) {
      if (storage != null && storage.isSpent()) {
        throw new Malformed(Code.MOD_TOO_LARGE, "the HDF5 file's structures are too large");
      }
      throw Malformed.of("the HDF5 file cannot be read");
    }
  }

  private void walk(Group group, String path, int depth) throws Malformed {
    if (depth > MAX_DEPTH) {
      throw Malformed.of("groups are nested deeper than " + MAX_DEPTH);
    }
    for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
      if (++nodes > MAX_NODES) {
        throw new Malformed(Code.MOD_TOO_LARGE, "more than " + MAX_NODES + " groups and datasets");
      }
      String at = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
      Node node = child.getValue();
      if (node.isLink()) {
        throw Malformed.of("'" + FileNames.printable(at) + "' is a link");
      }
      if (node instanceof Dataset dataset) {
        datasets.put(at, dataset);
      } else if (node instanceof Group inner) {
        groups.put(at, inner);
        walk(inner, at, depth + 1);
      }
    }
  }

  boolean isGroup(String path) {
    return groups.containsKey(path);
  }

  /// Paths of all tensors below a group, relative to it.
  List<String> below(String group) {
    String prefix = group.isEmpty() ? "" : group + "/";
    return datasets.keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .toList();
  }

  /// A group's attribute of text.
  Optional<String> text(String group, String attribute) throws Malformed {
    Object data = attribute(group, attribute);
    return data instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// A group's attribute of several texts; Keras splits long ones into `name0`, `name1`, ….
  List<String> texts(String group, String attribute) throws Malformed {
    List<String> all = new ArrayList<>();
    Object whole = attribute(group, attribute);
    if (whole != null) {
      add(all, whole);
      return all;
    }
    for (int part = 0; part < MAX_NODES; part++) {
      Object data = attribute(group, attribute + part);
      if (data == null) {
        break;
      }
      add(all, data);
    }
    return all;
  }

  private static void add(List<String> all, Object data) throws Malformed {
    if (data instanceof String[] texts) {
      all.addAll(List.of(texts));
    } else if (data instanceof String text) {
      all.add(text);
    } else if (!(data.getClass().isArray() && Array.getLength(data) == 0)) {
      throw Malformed.of("a list of names is no list of texts");
    }
  }

  private Object attribute(String group, String name) throws Malformed {
    return guarded(
        storage,
        () -> {
          Group at = groups.get(group);
          Attribute attribute = at == null ? null : at.getAttribute(name);
          if (attribute == null || attribute.isEmpty()) {
            return null;
          }
          if (attribute.getSizeInBytes() > MAX_ATTRIBUTE_BYTES || attribute.getSize() > MAX_NODES) {
            throw new Malformed(Code.MOD_TOO_LARGE, "an attribute is too large");
          }
          if (attribute.getDataType() instanceof VariableLength) {
            demandShortTexts(attribute.getBuffer());
          }
          return attribute.getData();
        });
  }

  /// A text of variable length is a reference into a heap: its length, the heap's address, a number
  /// there. A few bytes an element may all lead to one large text.
  ///
  /// Source: HDF5 File Format Specification 3.0, III.E, IV.B.
  private void demandShortTexts(ByteBuffer references) throws Malformed {
    ByteBuffer all = references.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long heaps = 0;
    Map<Long, Long> sizes = new HashMap<>();
    for (int at = all.position(); at + REFERENCE_BYTES <= all.limit(); at += REFERENCE_BYTES) {
      long address = all.getLong(at + Integer.BYTES);
      if (all.getInt(at + Integer.BYTES + Long.BYTES) != 0) {
        heaps += sizes.computeIfAbsent(address, this::heapBytes);
      }
      if (heaps > MAX_TEXT_BYTES) {
        throw new Malformed(Code.MOD_TOO_LARGE, "an attribute's texts are too large");
      }
    }
  }

  private long heapBytes(long address) {
    long size = storage.readBufferFromAddress(address + Long.BYTES, Long.BYTES).getLong(0);
    if (size < 0 || size > storage.size()) {
      throw new IllegalStateException("a heap of " + size + " bytes");
    }
    return size;
  }

  /// A tensor; integers are given as the floats they are.
  FloatTensor read(String path) throws Malformed {
    return guarded(
        storage,
        () -> {
          Dataset dataset = datasets.get(path);
          if (dataset == null) {
            throw Malformed.of("the tensor '" + FileNames.printable(path) + "' is missing");
          }
          return read(path, dataset);
        });
  }

  private FloatTensor read(String path, Dataset dataset) throws Malformed {
    int[] dims = dataset.getDimensions();
    long elements = 1;
    for (int dim : dims) {
      if (dim < 0 || (elements *= dim) > MAX_ELEMENTS) {
        throw tooLarge(path, MAX_ELEMENTS);
      }
    }
    left -= elements;
    if (left < 0) {
      throw new Malformed(
          Code.MOD_TOO_LARGE, "the tensors have more than " + MAX_TOTAL + " elements");
    }
    Shape shape = Shape.of(dims);
    demandNumbers(path, dataset.getDataType());
    if (elements == 0) {
      return FloatTensor.of(shape, FloatType.FLOAT32);
    }
    if (dataset instanceof ChunkedDataset chunked) {
      StoredChunks.demandSound(chunked, dims, dataset.getDataType().getSize());
    }
    Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
    return FloatTensor.of(shape, type(data), numbers(path, data, (int) elements));
  }

  /// Demands IEEE 754 numbers or integers; the library takes others of their sizes for the same.
  private static void demandNumbers(String path, DataType type) throws Malformed {
    int bytes = type.getSize();
    boolean sound =
        switch (type) {
          case FixedPoint integer ->
              integer.getBitOffset() == 0 && integer.getBitPrecision() == Byte.SIZE * bytes;
          case FloatingPoint real ->
              real.getBitOffset() == 0
                  && real.getMantissaSize()
                      == switch (bytes) {
                        case Short.BYTES -> 10;
                        case Float.BYTES -> Float.PRECISION - 1;
                        case Double.BYTES -> Double.PRECISION - 1;
                        default -> -1;
                      }
                  && real.getExponentSize() == Byte.SIZE * bytes - 1 - real.getMantissaSize();
          default -> false;
        };
    if (!sound) {
      throw noNumbers(path);
    }
  }

  private static FloatType type(Object data) {
    return data instanceof double[] || data instanceof Double
        ? FloatType.FLOAT64
        : FloatType.FLOAT32;
  }

  private static double[] numbers(String path, Object data, int elements) throws Malformed {
    double[] all = new double[elements];
    if (data instanceof Number number && elements == 1) {
      all[0] = number.doubleValue();
      return all;
    }
    if (data == null || !data.getClass().isArray() || Array.getLength(data) != elements) {
      throw noNumbers(path);
    }
    for (int i = 0; i < elements; i++) {
      all[i] =
          switch (data) {
            case float[] reals -> reals[i];
            case double[] reals -> reals[i];
            case byte[] integers -> integers[i];
            case short[] integers -> integers[i];
            case int[] integers -> integers[i];
            case long[] integers -> integers[i];
            default -> throw noNumbers(path);
          };
    }
    return all;
  }

  private static Malformed noNumbers(String path) {
    return Malformed.of("the tensor '" + FileNames.printable(path) + "' holds no numbers");
  }

  private static Malformed tooLarge(String path, long limit) {
    return new Malformed(
        Code.MOD_TOO_LARGE,
        "the tensor '" + FileNames.printable(path) + "' has more than " + limit + " elements");
  }

  @Override
  public void close() {
    file.close();
  }
}
