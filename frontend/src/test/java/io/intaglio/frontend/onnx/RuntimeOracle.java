package io.intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.cert.CertificateChecker;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.lower.Lowering;
import io.intaglio.ir.lower.LoweringOptions;
import io.intaglio.ir.verify.Verifier;
import io.intaglio.sim.eval.BoundaryRunner;
import io.intaglio.sim.eval.Samples;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// ONNX Runtime itself, with every node fused to its int8 kernel, beside the imported network.
final class RuntimeOracle {
  private RuntimeOracle() {}

  /// An input: integers of 8 bits, or reals.
  @SuppressWarnings("ArrayRecordComponent")
  record Input(int type, double[] values) {
    static Input codes(int type, long... codes) {
      double[] values = new double[codes.length];
      for (int i = 0; i < codes.length; i++) {
        values[i] = codes[i];
      }
      return new Input(type, values);
    }
  }

  /// How many numbers of the one output differ; also demands proofs of every rescale.
  static int differences(OnnxModel model, Input... inputs) {
    ModelProto proto =
        model.proto().toBuilder()
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
            .build();
    double[] runtime = runtime(proto, List.of(inputs));
    double[] ours = imported(proto, List.of(inputs));
    assertThat(ours).hasSameSizeAs(runtime);
    int different = 0;
    for (int i = 0; i < ours.length; i++) {
      different += ours[i] == runtime[i] ? 0 : 1;
    }
    return different;
  }

  private static double[] imported(ModelProto proto, List<Input> inputs) {
    Certified lowered =
        Lowering.lower(
            OnnxImporter.read(proto.toByteArray(), "model.onnx", ImportOptions.DEFAULT),
            LoweringOptions.none());
    assertThat(Verifier.check(lowered.boundary())).isEmpty();
    assertThat(CertificateChecker.check(lowered)).isEmpty();
    List<Samples> samples = new ArrayList<>();
    for (Input input : inputs) {
      samples.add(Samples.reals(input.values()));
    }
    BoundaryRunner runner = new BoundaryRunner(lowered.boundary());
    boolean floats =
        proto
            .getGraph()
            .getNode(proto.getGraph().getNodeCount() - 1)
            .getOpType()
            .startsWith("Dequantize");
    List<double[]> reals = runner.run(1, samples);
    if (floats) {
      return reals.get(0);
    }
    long[] codes =
        runner
            .evaluator()
            .runBatch(1, runner.encode(1, samples))
            .get(lowered.boundary().graph().outputs().get(0));
    double[] all = new double[codes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = codes[i];
    }
    return all;
  }

  private static double[] runtime(ModelProto proto, List<Input> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.qdqisint8allowed", "1");
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      try (OrtSession session = environment.createSession(proto.toByteArray(), options)) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
          ValueInfoProto info = proto.getGraph().getInput(i);
          long[] shape =
              info.getType().getTensorType().getShape().getDimList().stream()
                  .mapToLong(dim -> dim.getDimValue())
                  .toArray();
          tensors.put(info.getName(), tensor(environment, inputs.get(i), shape));
        }
        try (OrtSession.Result result = session.run(tensors)) {
          return elements((OnnxTensor) result.get(0));
        }
      }
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Input input, long[] shape)
      throws OrtException {
    boolean real = input.type() == OnnxModel.FLOAT;
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(input.values().length * (real ? 4 : 1))
            .order(ByteOrder.nativeOrder());
    for (double value : input.values()) {
      if (real) {
        bytes.putFloat((float) value);
      } else {
        bytes.put((byte) (long) value);
      }
    }
    bytes.rewind();
    if (real) {
      return OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
    }
    OnnxJavaType type =
        input.type() == QuantizedGallery.INT8 ? OnnxJavaType.INT8 : OnnxJavaType.UINT8;
    return OnnxTensor.createTensor(environment, bytes, shape, type);
  }

  private static double[] elements(OnnxTensor tensor) {
    OnnxJavaType type = tensor.getInfo().type;
    ByteBuffer bytes = tensor.getByteBuffer();
    int width = type == OnnxJavaType.FLOAT || type == OnnxJavaType.INT32 ? 4 : 1;
    double[] values = new double[bytes.remaining() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> bytes.getFloat();
            case INT32 -> bytes.getInt();
            case UINT8 -> Byte.toUnsignedInt(bytes.get());
            default -> bytes.get();
          };
    }
    return values;
  }
}
