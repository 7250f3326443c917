package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.InvalidInput;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/// Layers of uint8, whose weights have one scale and a zero point.
class LegacyWeightsTest {
  /// `Σ (x − 3)·(w − 2) + b`, times 1/6, plus 5.
  private static ModelT layer() {
    ModelT model = TfliteModels.layer();
    TensorT[] tensors = tensors(model);
    tensors[0].setType(TensorType.UINT8);
    tensors[1].setType(TensorType.UINT8);
    tensors[1].getQuantization().setZeroPoint(new long[] {2});
    tensors[3].setType(TensorType.UINT8);
    tensors[3].getQuantization().setZeroPoint(new long[] {5});
    model.getBuffers()[1] = TfliteModels.buffer(3, 2, 2, 0, 2, 200);
    return model;
  }

  private static TensorT[] tensors(ModelT model) {
    return model.getSubgraphs()[0].getTensors();
  }

  @ParameterizedTest
  @EnumSource
  void subtractTheirZeroPoint(Profile profile) {
    long[] y =
        GoldenRun.run(
            GoldenRun.lower(TfliteModels.bytes(layer()), "m.tflite", profile),
            List.of(new long[] {255, 0, 4}));
    // (252·1 + 7)/6 = 43 1/6; (252·−2 + 1·198 − 9)/6 = −52.5, below the least code.
    assertThat(y).containsExactly(48, 0);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        misfit(
            "2 weight scales",
            tensors -> {
              QuantizationParametersT each = tensors[1].getQuantization();
              each.setScale(new float[] {0.25f, 0.5f});
              each.setZeroPoint(new long[] {2, 2});
            }),
        misfit("the bias has the scale 1.0", t -> t[2].getQuantization().setScale(new float[] {1})),
        misfit("'w' is INT8, supported is UINT8", t -> t[1].setType(TensorType.INT8)),
        misfit("'y' is INT8, supported is UINT8", t -> t[3].setType(TensorType.INT8)),
        misfit("the zero point 256", t -> t[1].getQuantization().setZeroPoint(new long[] {256})));
  }

  private static Arguments misfit(String message, Consumer<TensorT[]> change) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void misfitsAreRefused(String message, Consumer<TensorT[]> change) {
    ModelT model = layer();
    change.accept(tensors(model));
    byte[] bytes = TfliteModels.bytes(model);
    for (Profile profile : Profile.values()) {
      assertThatThrownBy(
              () -> TfliteImporter.read(bytes, "m.tflite", new ImportOptions(profile.id())))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining(message);
    }
  }
}
