package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.net.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// CMSIS-NN's unit tests of single layers: every integer of its expected outputs.
class CmsisNnTest {
  /// Not those of 4-bit weights, whose files mix two generations of data, and not the two of 32-bit
  /// accumulators that 16-bit inputs can overflow.
  private static final String CONVOLUTIONS =
      "basic|conv_((?!int4).)*|depthwise_.*|dw_.*|grouped_conv.*|in_ch_one_.*"
          + "|int16xint8((?!xint32_[12]).)*|kernel1x1((?!int4).)*|requantize_s64|stride2pad1";

  private static Map<String, CmsisCase> cases;

  @BeforeAll
  static void read() throws IOException {
    cases = CmsisCase.all();
  }

  private static void assertAll(String names, int expected, Function<CmsisCase, Network> build) {
    Pattern pattern = Pattern.compile(names);
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (CmsisCase test : cases.values()) {
      if (!pattern.matcher(test.name()).matches()) {
        continue;
      }
      count++;
      List<long[]> in = new ArrayList<>();
      if (test.arrays().containsKey("input1")) {
        in.add(test.array("input1"));
        in.add(test.array("input2"));
      } else {
        in.add(test.array("input", "input_tensor"));
      }
      long[] out = test.array("output_ref", "output");
      String fault = "";
      try {
        long[] computed = GoldenRun.run(GoldenRun.lower(build.apply(test)), in);
        if (!Arrays.equals(computed, out)) {
          fault = "differs at " + Arrays.mismatch(computed, out) + " of " + out.length;
        }
      } catch (RuntimeException e) {
        fault = e.toString();
      }
      if (!fault.isEmpty()) {
        wrong.add(test.name() + ": " + fault);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(count).isEqualTo(expected);
  }

  @Test
  void convolutions() {
    assertAll(
        CONVOLUTIONS,
        76,
        test -> new CmsisNetwork(test).convolution(test.name().contains("xint32")));
  }

  @Test
  void fullyConnectedLayers() {
    assertAll("fc_.*|fully_connected.*", 16, test -> new CmsisNetwork(test).fullyConnected());
  }

  @Test
  void pools() {
    // One of 16 bits has no exact integer form yet.
    assertAll(
        "avgpooling|avgpooling_[1-5]|avgpooling_int16_.*",
        9,
        test -> new CmsisNetwork(test).pool(false));
    assertAll("maxpool.*", 11, test -> new CmsisNetwork(test).pool(true));
  }

  @Test
  void additionsAndProducts() {
    assertAll("add.*", 3, test -> new CmsisNetwork(test).add());
    assertAll("mul.*", 3, test -> new CmsisNetwork(test).multiply());
  }

  @Test
  void softmax() {
    assertAll("softmax", 1, test -> new CmsisNetwork(test).softmax());
  }
}
