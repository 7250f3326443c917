package io.intaglio.frontend.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.net.Network;
import io.intaglio.ir.verify.Verifier;
import io.intaglio.sim.eval.Evaluator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.TensorT;

/// Imports, lowers and evaluates TFLite files, with every check on the way.
final class GoldenRun {
  private GoldenRun() {}

  static Certified lower(byte[] model, String name, Profile profile) {
    return lower(TfliteImporter.read(model, name, new ImportOptions(profile.id())));
  }

  static Certified lower(Network network) {
    assertThat(Verifier.check(network)).isEmpty();
    Certified certified = Lowering.lower(network, LoweringOptions.none());
    assertThat(CertificateChecker.check(certified)).isEmpty();
    return certified;
  }

  /// The codes of the first output for a batch of codes of every input.
  static long[] run(Certified certified, List<long[]> codes) {
    var graph = certified.boundary().graph();
    int n = codes.get(0).length / graph.inputs().get(0).shape().size();
    return new Evaluator(graph).runBatch(n, codes).get(graph.outputs().get(0));
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
}
