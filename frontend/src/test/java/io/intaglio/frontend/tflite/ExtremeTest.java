package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.diag.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.MaximumMinimumOptionsT;
import org.tensorflow.lite.schema.TensorType;

/// MAXIMUM and MINIMUM of codes.
class ExtremeTest {
  private static final long ZERO_POINT = -7;

  private static byte[] ofInputs(int code, float scale) {
    OneOperatorModel model = new OneOperatorModel();
    int a = model.input(TensorType.INT8, 0.5f, ZERO_POINT, 1, 256, 256);
    int b = model.input(TensorType.INT8, scale, ZERO_POINT, 1, 1, 256);
    int y = model.activation(TensorType.INT8, 0.5f, ZERO_POINT, 1, 256, 256);
    return of(model, code, y, a, b);
  }

  private static byte[] of(OneOperatorModel model, int code, int y, int... operands) {
    MaximumMinimumOptionsT options = new MaximumMinimumOptionsT();
    model.operator(code, BuiltinOptions.MaximumMinimumOptions, options, y, operands);
    return model.bytes();
  }

  /// All pairs of bytes, in every profile.
  @ParameterizedTest
  @EnumSource
  void areThoseOfTheCodes(Profile profile) {
    long[] a = new long[1 << 16];
    long[] b = new long[1 << 8];
    for (int i = 0; i < a.length; i++) {
      a[i] = i / 256 - 128L;
      b[i % 256] = i % 256 - 128L;
    }
    assertEqual(BuiltinOperator.MAXIMUM, profile, a, b, Math::max);
    assertEqual(BuiltinOperator.MINIMUM, profile, a, b, Math::min);
  }

  private static void assertEqual(
      int code, Profile profile, long[] a, long[] b, LongBinaryOperator rule) {
    long[] y =
        GoldenRun.run(GoldenRun.lower(ofInputs(code, 0.5f), "pairs", profile), List.of(a, b));
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < y.length; i++) {
      if (y[i] != rule.applyAsLong(a[i], b[i % 256])) {
        wrong.add(i);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void ofAConstantIsABound() {
    for (int[] order : new int[][] {{0, 1}, {1, 0}}) {
      OneOperatorModel model = new OneOperatorModel();
      int[] operands = {
        model.input(TensorType.INT8, 0.5f, ZERO_POINT, 1, 4),
        model.constant(TensorType.INT8, List.of(0.5f), ZERO_POINT, new long[] {12}, 1)
      };
      int y = model.activation(TensorType.INT8, 0.5f, ZERO_POINT, 1, 4);
      byte[] file = of(model, BuiltinOperator.MINIMUM, y, operands[order[0]], operands[order[1]]);

      assertThat(
              GoldenRun.run(
                  GoldenRun.lower(file, "bound", Profile.XNNPACK),
                  List.of(new long[] {-128, 11, 13, 127})))
          .containsExactly(-128, 11, 12, 12);
    }
  }

  @Test
  void codesOfOtherScalesAreRefused() {
    byte[] model = ofInputs(BuiltinOperator.MAXIMUM, 0.25f);

    assertThatThrownBy(() -> GoldenRun.lower(model, "scales", Profile.TFLM))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("different scales or zero points");
  }
}
