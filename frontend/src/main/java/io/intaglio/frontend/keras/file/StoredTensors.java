package io.intaglio.frontend.keras.file;

import io.intaglio.frontend.FileNames;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.edge.FloatTensor;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.type.Shape;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tensors of an HDF5 file by path, read when asked for.
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
    MeteredStorage storage = MeteredStorage.of(content);
    return storage.guarded(
        () -> {
          StoredTensors tensors = new StoredTensors(storage, storage.open());
          tensors.groups.put("", tensors.file);
          tensors.walk(tensors.file, "", 0);
          return tensors;
        });
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

  /// The texts that groups have as attributes.
  StoredTexts texts() {
    return new StoredTexts(storage, groups);
  }

  /// A tensor; integers are given as the floats they are.
  FloatTensor read(String path) throws Malformed {
    return storage.guarded(
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
