package io.intaglio.cli.simulate;

import io.intaglio.cli.array.ArrayFiles;
import io.intaglio.cli.array.NdArray;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.type.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One array for each input of a network, all of the same number of samples.
///
/// @param samples how many
/// @param arrays in the order of the network's inputs
public record Feed(int samples, List<NdArray> arrays) {
  public Feed {
    arrays = List.copyOf(arrays);
  }

  /// An input of a network: its name and the model's shape of one sample, batch axis first.
  public record Port(String name, Shape shape) {}

  public static List<Port> ports(List<Head> heads) {
    return heads.stream().map(head -> new Port(head.input(), head.shape())).toList();
  }

  /// The shape of several samples, the number in place of a leading 1 or before the shape of one.
  static Shape batched(Shape one, int samples) {
    boolean leadingOne = one.rank() > 0 && one.dim(0) == 1;
    return leadingOne ? one.withDim(0, samples) : one.prepend(samples);
  }

  /// Reads what `--input` named: `X.npy` for the next input in order, `NAME=X.npy`, or an `.npz`
  /// with one array an input by name.
  ///
  /// @throws InvalidInput if an input is missing, given twice or unknown, or a shape does not fit
  public static Feed read(List<String> given, List<Port> ports) {
    Map<String, NdArray> byName = new LinkedHashMap<>();
    Diagnostics diagnostics = new Diagnostics();
    int next = 0;
    for (String text : given) {
      int equals = text.indexOf('=');
      if (text.endsWith(".npz") && equals < 0) {
        ArrayFiles.readNpz(file(text))
            .forEach((name, array) -> put(byName, name, array, diagnostics));
      } else if (equals >= 0) {
        NdArray array = ArrayFiles.readNpy(file(text));
        put(byName, text.substring(0, equals), array, diagnostics);
      } else if (next < ports.size()) {
        put(byName, ports.get(next++).name(), ArrayFiles.readNpy(file(text)), diagnostics);
      } else {
        wrong(diagnostics, "more --input files than the network has inputs", names(ports));
      }
    }
    return match(byName, ports, diagnostics);
  }

  /// The file of `X.npy` or `NAME=X.npy`.
  public static Path file(String given) {
    return Path.of(given.substring(given.indexOf('=') + 1));
  }

  private static void put(
      Map<String, NdArray> byName, String name, NdArray array, Diagnostics diagnostics) {
    if (byName.put(name, array) != null) {
      wrong(diagnostics, "input '" + name + "' is given twice", "give each input once");
    }
  }

  private static Feed match(
      Map<String, NdArray> byName, List<Port> ports, Diagnostics diagnostics) {
    List<NdArray> arrays = new ArrayList<>();
    int samples = -1;
    for (Port port : ports) {
      NdArray array = byName.remove(port.name());
      if (array == null) {
        wrong(diagnostics, "no data for input '" + port.name() + "'", names(ports));
        continue;
      }
      int count = samplesIn(array.shape(), port, diagnostics);
      if (samples >= 0 && count >= 0 && count != samples) {
        wrong(
            diagnostics,
            "input '" + port.name() + "' has " + count + " samples, others have " + samples,
            "give every input the same number of samples");
      }
      samples = Math.max(samples, count);
      arrays.add(array);
    }
    byName
        .keySet()
        .forEach(name -> wrong(diagnostics, "there is no input '" + name + "'", names(ports)));
    diagnostics.throwIfErrors();
    return new Feed(samples, arrays);
  }

  /// An array of the input's own shape is one sample; `N` in place of a leading 1, or before the
  /// whole shape, means `N` samples.
  private static int samplesIn(Shape given, Port port, Diagnostics diagnostics) {
    Shape own = port.shape();
    boolean batched = own.rank() > 0 && own.dim(0) == 1;
    if (given.equals(own) || (batched && given.equals(own.dropFirst()))) {
      return 1;
    }
    boolean oneMore = given.rank() == own.rank() + 1 && given.dropFirst().equals(own);
    boolean inPlace =
        batched && given.rank() == own.rank() && given.dropFirst().equals(own.dropFirst());
    if ((oneMore || inPlace) && given.dim(0) > 0) {
      return given.dim(0);
    }
    wrong(
        diagnostics,
        "data of shape " + given + " for input '" + port.name() + "' of shape " + own,
        "give "
            + own
            + " for one sample, "
            + severalOf(batched ? own.dropFirst() : own)
            + " for N samples");
    return -1;
  }

  private static String severalOf(Shape one) {
    String extents = one.toString();
    return one.rank() == 0 ? "[N]" : "[N," + extents.substring(1);
  }

  private static String names(List<Port> ports) {
    return "the inputs are "
        + String.join(", ", ports.stream().map(port -> port.name() + " " + port.shape()).toList());
  }

  private static void wrong(Diagnostics diagnostics, String message, String help) {
    diagnostics.add(Diagnostic.error(Code.DOM_DATA, Origin.NONE, message, help));
  }

  /// Samples `from` to `to` of the input at `index`, as a one-input slice.
  public NdArray slice(int index, int from, int to) {
    NdArray array = arrays.get(index);
    int size = array.shape().size() / samples;
    Shape part = Shape.of((to - from) * size);
    return array.isReal()
        ? NdArray.ofReals(
            part, array.type(), Arrays.copyOfRange(array.reals(), from * size, to * size))
        : NdArray.ofIntegers(
            part, array.type(), Arrays.copyOfRange(array.integers(), from * size, to * size));
  }
}
