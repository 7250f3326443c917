package io.intaglio.ir.cert;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Node;
import io.intaglio.ir.op.Rescale;
import io.intaglio.ir.op.Threshold;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What exact dyadic rewriting saved, one line for each certified operator in graph order.
public record MultiplierReport(List<Layer> layers) {
  public MultiplierReport {
    layers = List.copyOf(layers);
  }

  /// @param value the graph's name of the operator's result
  /// @param channels parameter sets of the operator
  /// @param bitsBefore bits of the multiplier that the source, or the usual way to run it, has
  /// @param bitsAfter bits of the widest `|m|`; 0 with thresholds, where nothing is multiplied
  /// @param sumBitsAfter bits of `|m|` summed over `channels`, for means
  /// @param thresholds thresholds an element; 0 for a rescale
  /// @param rounding of a rescale; `FLOOR` is a plain shift
  public record Layer(
      String value,
      int channels,
      int bitsBefore,
      int bitsAfter,
      int sumBitsAfter,
      int thresholds,
      Rounding rounding) {}

  /// Reads the numbers off a network; it may be unproven.
  public static MultiplierReport of(Certified certified) {
    Map<String, Certificate> certificates = new LinkedHashMap<>();
    certified.certificates().forEach(c -> certificates.put(c.value(), c));
    FixedGraph graph = certified.boundary().graph();
    List<Layer> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Certificate certificate = certificates.get(node.result().name());
      if (certificate == null) {
        continue;
      }
      int before =
          certificate.channels().stream()
              .mapToInt(channel -> channel.rule().sourceMultiplierBits())
              .max()
              .orElse(0);
      if (node.op() instanceof Rescale op) {
        layers.add(layer(certificate, before, op));
      } else if (node.op() instanceof Threshold op) {
        layers.add(
            new Layer(
                certificate.value(),
                op.parameterShape().size(),
                before,
                0,
                0,
                op.count(),
                Rounding.FLOOR));
      }
    }
    return new MultiplierReport(layers);
  }

  private static Layer layer(Certificate certificate, int before, Rescale op) {
    int channels = certificate.channels().size();
    IntTensor m = op.m();
    int[] bits = m.stream().mapToInt(MultiplierReport::bits).toArray();
    int widest = 0;
    int sum = 0;
    for (int b : bits) {
      widest = Math.max(widest, b);
      sum += b;
    }
    return new Layer(
        certificate.value(),
        channels,
        before,
        widest,
        bits.length == channels ? sum : widest * channels,
        0,
        op.rounding());
  }

  private static int bits(long m) {
    return Long.SIZE - Long.numberOfLeadingZeros(Math.abs(m));
  }
}
