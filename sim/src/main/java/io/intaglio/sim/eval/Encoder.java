package io.intaglio.sim.eval;

import io.intaglio.ir.diag.Diagnostics;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatType;
import io.intaglio.ir.edge.Head;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.Shape;

/// Makes the codes of one input.
final class Encoder {
  private static final String HELP =
      "round the data to the input's step, choose another format, or let what lies beyond saturate"
          + " (--saturate)";

  private static final String NOT_FINITE = "give finite numbers of the input's type";

  private final Head head;
  private final Domain domain;
  private final FloatProgram program;

  /// @param domain that of the graph's input
  Encoder(Head head, Domain domain) {
    this.head = head;
    this.domain = domain;
    this.program = new FloatProgram(head.shape(), head.type(), head.steps());
  }

  /// The codes of `n` samples; reports every datum that the input does not hold.
  long[] encode(int n, Samples samples, Diagnostics diagnostics) {
    if (samples.length() != (long) n * domain.size()) {
      diagnostics.add(InputCheck.wrongLength(n, domain, samples.length()));
      return new long[0];
    }
    if (!samples.areReal()) {
      InputCheck.codes(domain, samples.codeArray(), diagnostics);
      return samples.codeArray();
    }
    double[] given = samples.realArray();
    double[] x = new double[given.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = head.type().round(given[i]);
    }
    FloatType type = program.run(x);
    Element encoding = element(head.encoding(), head.shape(), type);
    long[] codes = new long[x.length];
    DataFaults faults = new DataFaults(domain);
    boolean finite = true;
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(head.type().round(given[i]))) {
        codes[i] = encoding.code(i % domain.size(), x[i], i, faults);
      } else {
        finite = false;
        faults.add(i, given[i] + " is not a finite number of the input's type");
      }
    }
    faults.report(diagnostics, finite ? HELP : NOT_FINITE);
    return codes;
  }

  /// The rule of an encoding for one number.
  interface Element {
    /// @param element position within a sample
    /// @param at position within the batch, for faults
    long code(int element, double x, int at, DataFaults faults);
  }

  private Element element(Encoding encoding, Shape shape, FloatType type) {
    return switch (encoding) {
      case Encoding.Quantize quantize -> QuantizeRule.of(quantize, shape, type);
      case Encoding.WrapQuantize wrap -> new WrapRule(wrap, shape, type);
      case Encoding.Bipolar _ -> Encoder::sign;
      case Encoding.Grid grid -> new GridRule(grid, shape, type, domain);
      case Encoding.AffineQuantize affine -> (_, x, at, faults) -> affine(affine, x, at, faults);
      case Encoding.ReciprocalQuantize reciprocal ->
          (_, x, at, faults) -> reciprocal(reciprocal, x, at, faults);
    };
  }

  private static long sign(int element, double x, int at, DataFaults faults) {
    if (Double.isNaN(x)) {
      faults.add(at, "the head makes NaN of it");
    }
    return x >= 0 ? 1 : -1;
  }

  /// `clamp(R(fl32(x/scale)) + zeroPoint, lo, hi)`.
  private static long affine(Encoding.AffineQuantize rule, double x, int at, DataFaults faults) {
    if (Double.isNaN(x)) {
      faults.add(at, "the head makes NaN of it");
      return rule.lo();
    }
    double quotient = FloatType.FLOAT32.round(x / rule.scale());
    long code = rounded(quotient, rule.rounding()) + rule.zeroPoint();
    return Math.clamp(code, rule.lo(), rule.hi());
  }

  /// `clamp(RNE(fl32(x·factor)) + zeroPoint, lo, hi)`.
  private static long reciprocal(
      Encoding.ReciprocalQuantize rule, double x, int at, DataFaults faults) {
    if (Double.isNaN(x)) {
      faults.add(at, "the head makes NaN of it");
      return rule.lo();
    }
    double product = FloatType.FLOAT32.round(x * rule.factor());
    long code = rounded(product, Rounding.HALF_EVEN) + rule.zeroPoint();
    return Math.clamp(code, rule.lo(), rule.hi());
  }

  /// The integer, or one far outside every type that a zero point and bounds can be of.
  private static long rounded(double x, Rounding rounding) {
    return RealRounding.toInteger(Math.clamp(x, -0x1p61, 0x1p61), rounding);
  }
}
