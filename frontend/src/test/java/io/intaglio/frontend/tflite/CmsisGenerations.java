package io.intaglio.frontend.tflite;

import java.util.HashMap;
import java.util.Map;

/// The convolutions of 4-bit weights, whose folders in CMSIS-NN hold two generations of data under
/// names of which some are the same. The archive has every array of the older one, and of the newer
/// one the numbers: where these differ, the older one's are those of `config_data.h` before the
/// newer one came (Tests/UnitTest/TestCases/TestData). The newer generation's inputs and shifts are
/// not in the archive.
final class CmsisGenerations {
  private static final String OLDER =
      """
      basic_2_int4 INPUT_OFFSET=0
      conv_1_x_n_1_int4 OUT_ACTIVATION_MIN=-127 STRIDE_Y=1 INPUT_OFFSET=0
      conv_1_x_n_2_int4 OUT_ACTIVATION_MIN=-111
      conv_1_x_n_3_int4 OUT_ACTIVATION_MIN=-111 INPUT_OFFSET=0
      conv_1_x_n_4_int4 OUT_ACTIVATION_MIN=-88 INPUT_OFFSET=0
      conv_1_x_n_5_int4 OUT_ACTIVATION_MIN=-88 INPUT_OFFSET=0
      conv_2_int4 OUT_ACTIVATION_MIN=-101 INPUT_OFFSET=0
      conv_2x2_dilation_5x5_input_int4
        OUT_ACTIVATION_MIN=-61 OUT_ACTIVATION_MAX=107 INPUT_OFFSET=0
      conv_2x2_dilation_int4 OUT_ACTIVATION_MIN=-61 OUT_ACTIVATION_MAX=107 INPUT_OFFSET=0
      conv_2x3_dilation_int4
        OUT_ACTIVATION_MIN=-61 OUT_ACTIVATION_MAX=107 INPUT_OFFSET=0 PAD_Y=2 DILATION_Y=2
      conv_3_int4 OUT_ACTIVATION_MIN=-127
      conv_3x2_dilation_int4 OUT_ACTIVATION_MIN=-61 OUT_ACTIVATION_MAX=107 INPUT_OFFSET=0
      conv_3x3_dilation_5x5_input_int4
        OUT_ACTIVATION_MIN=-61 OUT_ACTIVATION_MAX=107 INPUT_W=9 INPUT_H=11 OUTPUT_W=9 OUTPUT_H=11
        PAD_X=2 PAD_Y=2 DILATION_X=2 DILATION_Y=2
      conv_4_int4 OUT_ACTIVATION_MIN=-109 INPUT_OFFSET=0
      conv_5_int4 OUT_ACTIVATION_MIN=-88
      conv_dilation_golden_int4 INPUT_OFFSET=0
      conv_out_activation_int4 OUT_ACTIVATION_MAX=107 INPUT_OFFSET=0
      kernel1x1_int4 OUT_ACTIVATION_MIN=-126
      kernel1x1_int4_2 OUT_ACTIVATION_MIN=-126 INPUT_W=60 OUTPUT_W=60 INPUT_OFFSET=0
      kernel1x1_int4_3 OUT_ACTIVATION_MIN=-126 INPUT_OFFSET=0
      kernel1x1_stride_x_int4 OUT_ACTIVATION_MIN=-126 INPUT_OFFSET=0
      kernel1x1_stride_x_y_1_int4 OUT_ACTIVATION_MIN=-126
      kernel1x1_stride_x_y_2_int4 OUT_ACTIVATION_MIN=-126 INPUT_OFFSET=0
      kernel1x1_stride_x_y_int4 INPUT_OFFSET=0
      stride2pad1_int4 INPUT_OFFSET=0
      """;

  private CmsisGenerations() {}

  /// The older generation's numbers that differ from the newer one's, by the name of the case.
  static Map<String, Map<String, Long>> older() {
    Map<String, Map<String, Long>> all = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    for (String word : OLDER.strip().split("\\s+", -1)) {
      String[] parts = word.split("=", -1);
      if (parts.length == 1) {
        numbers = new HashMap<>();
        all.put(word, numbers);
      } else {
        numbers.put(parts[0], Long.valueOf(parts[1]));
      }
    }
    return all;
  }
}
