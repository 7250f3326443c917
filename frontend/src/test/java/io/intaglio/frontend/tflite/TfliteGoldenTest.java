package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.Value;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.verify.Verifier;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Evaluator;
import io.intaglio.sim.eval.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.TensorT;

/// Every integer that the runtimes themselves made of single operators, on ties and extremes.
class TfliteGoldenTest {
  static Certified lower(byte[] model, String name, String profile) {
    Network network = TfliteImporter.read(model, name, new ImportOptions(profile));
    assertThat(Verifier.check(network)).isEmpty();
    Certified certified = Lowering.lower(network, LoweringOptions.none());
    assertThat(CertificateChecker.check(certified)).isEmpty();
    return certified;
  }

  /// The same file for one sample, where its tensors without content hold many.
  static byte[] withBatchOfOne(byte[] content) {
    ModelT model =
        Model.getRootAsModel(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN)).unpack();
    for (TensorT tensor : model.getSubgraphs()[0].getTensors()) {
      BufferT buffer = model.getBuffers()[(int) tensor.getBuffer()];
      if (buffer.getData() == null || buffer.getData().length == 0) {
        tensor.getShape()[0] = 1;
        tensor.setShapeSignature(null);
      }
    }
    return TfliteModels.bytes(model);
  }

  /// The differences, as text that fits a line.
  static void assertEqual(long[] found, long[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    int different = 0;
    String first = "";
    for (int i = 0; i < found.length; i++) {
      if (found[i] != expected[i]) {
        first = different == 0 ? found[i] + " for " + expected[i] + " at " + i : first;
        different++;
      }
    }
    assertThat(different).as("%s, of %s", first, found.length).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "add_0",
    "add_1",
    "sub_0",
    "sub_1",
    "mul_0",
    "mul_1",
    "quantize_i8",
    "quantize_i8_po2",
    "avgpool_same3",
    "avgpool_valid2",
    "mean_same",
    "mean",
    "fc_0",
    "fc_1",
    "transpose_conv",
    "conv_0",
    "conv_relu6_0",
    "dwconv_0",
    "conv_1",
    "conv_relu6_1",
    "dwconv_1"
  })
  void singleOperatorsEqualTheRuntimes(String operator) throws IOException {
    for (String profile : List.of("tflm", "tflite-reference", "tflite-xnnpack")) {
      Certified certified =
          lower(
              withBatchOfOne(SharedTflite.singleOperator(operator + ".model")),
              operator + ".tflite",
              profile);
      FixedGraph graph = certified.boundary().graph();
      List<long[]> inputs = new ArrayList<>();
      for (int i = 0; i < graph.inputs().size(); i++) {
        inputs.add(SharedTflite.codes(SharedTflite.singleOperator(operator + ".in" + i)));
      }
      Value first = graph.inputs().get(0);
      int n = inputs.get(0).length / first.shape().size();
      long[] out = new Evaluator(graph).runBatch(n, inputs).get(graph.outputs().get(0));
      assertEqual(out, SharedTflite.codes(SharedTflite.singleOperator(operator + "." + profile)));
    }
  }

  @ParameterizedTest
  @CsvSource({"tflm", "tflite-reference", "tflite-xnnpack"})
  void quantizationOfFloat32EqualsTheRuntime(String profile) throws IOException {
    Certified certified =
        lower(
            withBatchOfOne(SharedTflite.singleOperator("quantize_f32.model")),
            "quantize_f32.tflite",
            profile);
    ByteBuffer in =
        ByteBuffer.wrap(SharedTflite.singleOperator("quantize_f32.in0"))
            .order(ByteOrder.LITTLE_ENDIAN);
    double[] reals = new double[in.capacity() / 4];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = in.getFloat(4 * i);
    }
    int size = certified.boundary().graph().inputs().get(0).shape().size();
    List<long[]> codes =
        new BoundaryRunner(certified.boundary())
            .encode(reals.length / size, List.of(Samples.reals(reals)));
    assertEqual(
        codes.get(0), SharedTflite.codes(SharedTflite.singleOperator("quantize_f32." + profile)));
  }
}
