package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.ImportOptions;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.TensorT;

/// Every integer of the runtime's own outputs.
class TfliteGoldenTest {
  private static Certified lower(byte[] model, String name) {
    Network network = TfliteImporter.read(model, name, ImportOptions.DEFAULT);
    assertThat(Verifier.check(network)).isEmpty();
    Certified certified = Lowering.lower(network, LoweringOptions.none());
    assertThat(CertificateChecker.check(certified)).isEmpty();
    return certified;
  }

  private static long[] run(Certified certified, long[] codes, int n) {
    var graph = certified.boundary().graph();
    return new Evaluator(graph).runBatch(n, List.of(codes)).get(graph.outputs().get(0));
  }

  /// The same file for one sample, where its tensors without content hold many.
  private static byte[] withBatchOfOne(byte[] content) {
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

  private static void assertGolden(String operator) throws IOException {
    Certified certified =
        lower(
            withBatchOfOne(SharedTflite.singleOperator(operator + ".model")), operator + ".tflite");
    long[] in = SharedTflite.codes(SharedTflite.singleOperator(operator + ".in0"));
    long[] out = SharedTflite.codes(SharedTflite.singleOperator(operator + ".tflm"));
    int n = in.length / certified.boundary().graph().inputs().get(0).shape().size();
    assertThat(run(certified, in, n)).isEqualTo(out);
  }

  @Test
  void fullyConnectedLayersOnTiesAndExtremesEqualTheRuntime() throws IOException {
    assertGolden("fc_0");
    assertGolden("fc_1");
  }

  @Test
  void requantizationOfInt8EqualsTheRuntime() throws IOException {
    assertGolden("quantize_i8");
    assertGolden("quantize_i8_po2");
  }

  @Test
  void quantizationOfFloat32EqualsTheRuntime() throws IOException {
    Certified certified =
        lower(
            withBatchOfOne(SharedTflite.singleOperator("quantize_f32.model")),
            "quantize_f32.tflite");
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
    assertThat(codes.get(0))
        .isEqualTo(SharedTflite.codes(SharedTflite.singleOperator("quantize_f32.tflm")));
  }
}
