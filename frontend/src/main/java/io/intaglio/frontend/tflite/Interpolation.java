package io.intaglio.frontend.tflite;

import io.intaglio.ir.diag.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Between which two elements of one axis each result lies, and its fixed-point weights.
record Interpolation(Taps lower, Taps upper) {
  /// An element for each result, and its weight.
  @SuppressWarnings("ArrayRecordComponent")
  record Taps(List<Integer> indices, long[] weights) {}

  /// What the weights are computed in.
  enum Arithmetic {
    /// TFLite's own kernels of int8 and int16: 10 fraction bits.
    TFLITE(10),
    /// 11 fraction bits.
    XNNPACK(11),
    /// TFLite's own kernels of uint8: float32, which 10 fraction bits stand for where the weights
    /// have so few bits that sums of four products of them with bytes are exact.
    FLOAT32(10);

    private final int bits;

    Arithmetic(int bits) {
      this.bits = bits;
    }

    /// The fraction bits of a weight.
    int bits() {
      return bits;
    }
  }

  /// Where results lie.
  record Places(boolean alignCorners, boolean halfPixelCenters) {
    Interpolation of(OperatorSite site, int input, int output, Arithmetic arithmetic)
        throws OperatorSite.Refused {
      if (arithmetic == Arithmetic.FLOAT32 && !isCoarse(input, output)) {
        throw site.refused(
            Code.IMP_UNSUPPORTED_FORM,
            "uint8 from " + input + " to " + output,
            "this runtime interpolates it in float32, which rounds on the way: use int8, the"
                + " profile tflite-xnnpack, or a factor that is a power of two");
      }
      List<Integer> lower = new ArrayList<>();
      List<Integer> upper = new ArrayList<>();
      long[] weights = new long[output];
      for (int i = 0; i < output; i++) {
        if (arithmetic == Arithmetic.XNNPACK) {
          float place = place(i, input, output);
          int below = (int) place;
          lower.add(below);
          upper.add(Math.min(below + 1, input - 1));
          weights[i] = (long) Math.rint((place - below) * 0x1p11f);
        } else {
          long place = place10(i, input, output);
          int below = (int) Math.max(place / 1024, 0);
          int above = (int) Math.min((place + 1023) / 1024, input - 1);
          if (below >= input) {
            throw site.refused(
                Code.IMP_UNSUPPORTED_FORM,
                "result " + i + " of " + output + " lies outside the input",
                "the runtime reads beyond the tensor here; resize by a smaller factor");
          }
          lower.add(below);
          upper.add(above);
          weights[i] = below == above ? 0 : place - 1024L * below;
        }
      }
      long one = 1L << arithmetic.bits();
      long[] rest = Arrays.stream(weights).map(w -> one - w).toArray();
      return new Interpolation(new Taps(lower, rest), new Taps(upper, weights));
    }

    /// Whether all places are multiples of 1/128.
    private boolean isCoarse(int input, int output) {
      int aligned = alignCorners && output > 1 ? 1 : 0;
      long steps = 128L * (input - aligned);
      int to = output - aligned;
      return steps % to == 0 && (!halfPixelCenters || steps / to % 2 == 0);
    }

    private long place10(int at, int input, int output) {
      boolean aligned = alignCorners && output > 1;
      long from = aligned ? input - 1 : input;
      long to = aligned ? output - 1 : output;
      long scale = (1024 * from + to / 2) / to;
      return at * scale + (halfPixelCenters ? scale / 2 - 512 : 0);
    }

    private float place(int at, int input, int output) {
      int aligned = alignCorners && output != 1 ? 1 : 0;
      float scale = (float) (input - aligned) / (float) (output - aligned);
      if (alignCorners || !halfPixelCenters) {
        return Math.min(at * scale, input - 1);
      }
      float offset = 0.5f * scale - 0.5f;
      return Math.clamp(at * scale + offset, 0f, (float) (input - 1));
    }
  }
}
