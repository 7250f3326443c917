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
import java.lang.reflect.Array;
import java.util.ArrayList;
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

  private final HdfFile file;
  private final Map<String, Dataset> datasets = new TreeMap<>();
  private final Map<String, Group> groups = new TreeMap<>();
  private long left = MAX_TOTAL;
  private int nodes;

  private StoredTensors(HdfFile file) {
    this.file = file;
  }

  static StoredTensors open(byte[] content) throws Malformed {
    return guarded(
        () -> {
          StoredTensors tensors = new StoredTensors(HdfFile.fromBytes(content));
          tensors.groups.put("", tensors.file);
          tensors.walk(tensors.file, "", 0);
          return tensors;
        });
  }

  private interface Reading<T> {
    T read() throws Malformed;
  }

  /// The reader throws whatever it stumbles over; to the user all of it is a broken file.
  @SuppressWarnings("PMD.AvoidCatchingGenericException")
  private static <T> T guarded(Reading<T> reading) throws Malformed {
    try {
      return reading.read();
    } catch (RuntimeException | StackOverflowError | NoClassDefFoundError broken) {
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
        () -> {
          Group at = groups.get(group);
          Attribute attribute = at == null ? null : at.getAttribute(name);
          if (attribute == null || attribute.isEmpty()) {
            return null;
          }
          if (attribute.getSizeInBytes() > MAX_ATTRIBUTE_BYTES || attribute.getSize() > MAX_NODES) {
            throw new Malformed(Code.MOD_TOO_LARGE, "an attribute is too large");
          }
          return attribute.getData();
        });
  }

  /// A tensor; integers are given as the floats they are.
  FloatTensor read(String path) throws Malformed {
    return guarded(
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
    if (elements == 0) {
      return FloatTensor.of(shape, FloatType.FLOAT32);
    }
    // Chunks that are not stored are filled, so a small file may hold a large tensor; filters can
    // swell too. Both are bounded by the extents above.
    Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
    return FloatTensor.of(shape, type(data), numbers(path, data, (int) elements));
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
      throw Malformed.of("the tensor '" + FileNames.printable(path) + "' holds no numbers");
    }
    for (int i = 0; i < elements; i++) {
      if (!(Array.get(data, i) instanceof Number number)) {
        throw Malformed.of("the tensor '" + FileNames.printable(path) + "' holds no numbers");
      }
      all[i] = number.doubleValue();
    }
    return all;
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
