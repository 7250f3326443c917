package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.type.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.SubOptionsT;
import org.tensorflow.lite.schema.TensorType;

/// Inputs that state no batch axis.
class BatchAxesTest {
  private static byte[] difference(int[] first, int[] second, int[] result) {
    OneOperatorModel model = new OneOperatorModel();
    int a = model.input(TensorType.INT8, 0.5f, 0, first);
    int b = model.input(TensorType.INT8, 0.5f, 0, second);
    int y = model.activation(TensorType.INT8, 0.5f, 0, result);
    model.operator(BuiltinOperator.SUB, BuiltinOptions.SubOptions, new SubOptionsT(), y, a, b);
    return model.bytes();
  }

  private static Network read(byte[] model) {
    return TfliteImporter.read(model, "difference", new ImportOptions(Profile.TFLM.id()));
  }

  @Test
  void aVectorBesideMoreAxesIsOneSample() {
    Network network = read(difference(new int[] {1, 2, 3}, new int[] {3}, new int[] {1, 2, 3}));

    assertThat(network.inputs().get(1).shape()).isEqualTo(Shape.of(1, 3));
    assertThat(
            GoldenRun.run(
                GoldenRun.lower(network),
                List.of(new long[] {1, 2, 3, 10, 20, 30}, new long[] {1, -1, 5})))
        .containsExactly(0, 3, -2, 9, 21, 25);
  }

  @Test
  void vectorsAloneMayBeABatch() {
    byte[] model = difference(new int[] {3}, new int[] {3}, new int[] {3});

    assertThatThrownBy(() -> read(model))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the input's shape is [3], not one sample of known extents");
  }
}
