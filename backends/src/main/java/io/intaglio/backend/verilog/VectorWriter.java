package io.intaglio.backend.verilog;

import io.intaglio.backend.Artifact;
import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.type.IntType;
import java.util.List;

/// Vectors for the test bench, in the form of `$readmemh`: a line a sample, all ports side by side,
/// the first port in the least significant bits and its element 0 lowest.
///
/// Codes are given per port, samples one after another: element `e` of sample `n` is
/// `codes[port][n * elements + e]`, as the evaluator's batches have it.
public final class VectorWriter {
  private static final String DIGITS = "0123456789abcdef";

  private VectorWriter() {}

  /// `tb/stimulus.hex` from the codes of the design's inputs.
  public static Artifact stimulus(Datapath design, int samples, long[][] codes) {
    return new Artifact("tb/stimulus.hex", hex(design.inputs(), samples, codes));
  }

  /// `tb/expected.hex` from the codes of the design's outputs.
  public static Artifact expected(Datapath design, int samples, long[][] codes) {
    DesignNames names = new DesignNames(design);
    return new Artifact(
        "tb/expected.hex",
        hex(design.outputs().stream().map(names::busOf).toList(), samples, codes));
  }

  /// @throws IllegalArgumentException for a code outside its element's type, or a wrong count
  static String hex(List<Bus> ports, int samples, long[][] codes) {
    if (codes.length != ports.size()) {
      throw new IllegalArgumentException(codes.length + " arrays for " + ports.size() + " ports");
    }
    for (int i = 0; i < codes.length; i++) {
      long expected = (long) samples * ports.get(i).elements().size();
      if (codes[i].length != expected) {
        throw new IllegalArgumentException(
            ports.get(i).value() + ": " + codes[i].length + " codes, not " + expected);
      }
    }
    int bits = ports.stream().mapToInt(Bus::bits).reduce(0, Math::addExact);
    StringBuilder text = new StringBuilder();
    for (int sample = 0; sample < samples; sample++) {
      long[] words = new long[bits / Long.SIZE + 1];
      int lsb = 0;
      for (int i = 0; i < codes.length; i++) {
        lsb = pack(ports.get(i), codes[i], sample, words, lsb);
      }
      for (int digit = (bits + 3) / 4 - 1; digit >= 0; digit--) {
        long word = words[digit / 16];
        text.append(DIGITS.charAt((int) (word >>> (4 * (digit % 16)) & 15)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int pack(Bus port, long[] codes, int sample, long[] words, int from) {
    List<IntType> types = port.elements();
    int lsb = from;
    for (int i = 0; i < types.size(); i++) {
      IntType type = types.get(i);
      long code = codes[sample * types.size() + i];
      if (!type.contains(code)) {
        throw new IllegalArgumentException(
            port.value() + "[" + i + "] of sample " + sample + ": " + code + " is no " + type);
      }
      if (type.bits() > 0) {
        long field = code & (-1L >>> (Long.SIZE - type.bits()));
        int shift = lsb % Long.SIZE;
        words[lsb / Long.SIZE] |= field << shift;
        if (shift + type.bits() > Long.SIZE) {
          words[lsb / Long.SIZE + 1] |= field >>> (Long.SIZE - shift);
        }
      }
      lsb += type.bits();
    }
    return lsb;
  }
}
