package io.intaglio.cli.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.sim.eval.Samples;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks that others quantized as ONNX QDQ and QOperator, against what ONNX Runtime computed
/// with every node fused (`ort_opt_s8`) and against the same structure with exact rescales.
class OnnxRuntimeGoldenTest {
  static final String RESNET = "onnx/mlperf_v13_resnet.onnx";
  static final String KWS = "onnx/mlperf_v13_kws_ref_model.onnx";
  static final String AUTOENCODER = "onnx/mlperf_v13_deep_autoencoder.onnx";
  static final String QDQ = "onnx/micro_kws_m_static_qdq.onnx";
  private static final String QOPERATOR = "onnx/micro_kws_m_static_qoperator.onnx";

  /// A convolutional network in the evaluator is slow: the first rows stand for all.
  private static final int ROWS = Integer.getInteger("intaglio.golden.rows", 100);

  @ParameterizedTest
  @CsvSource({
    "exact, " + RESNET + ", qdq_ic_resnet8.exact.i8",
    "exact, " + KWS + ", qdq_kws_dscnn.exact.i8",
    "onnxruntime, " + AUTOENCODER + ", qdq_ad_autoencoder.ort_opt.i8",
    "exact, " + AUTOENCODER + ", qdq_ad_autoencoder.exact.i8",
    "onnxruntime, " + QDQ + ", micro_kws_m_static_qdq.ort_opt_s8.i8",
    "exact, " + QDQ + ", micro_kws_m_static_qdq.exact.i8",
    "onnxruntime, " + QOPERATOR + ", micro_kws_m_static_qoperator.ort_noopt.i8"
  })
  void everyCodeIsEqual(String profile, String model, String golden) {
    equalCodes(profile, model, golden, ROWS);
  }

  /// All rows, and how many of them are right.
  @ParameterizedTest
  @CsvSource({
    RESNET + ", qdq_ic_resnet8.ort_opt_s8.i8, data/ic_cifar500/labels.csv, 441",
    KWS + ", qdq_kws_dscnn.ort_opt.i8, data/kws1000/y_labels.csv, 907"
  })
  void accuracy(String model, String golden, String labels, int right) {
    long[] scores = equalCodes("onnxruntime", model, golden, Integer.MAX_VALUE);

    assertThat(TopOne.correct(scores, SharedModels.labels(labels))).isEqualTo(right);
  }

  private static long[] equalCodes(String profile, String model, String golden, int most) {
    ProvenNetwork network = ProvenNetwork.under(profile, model);
    float[] inputs = inputs(model);
    long[] expected = SharedModels.signedBytes("golden/" + golden);
    int width = network.boundary().heads().get(0).shape().size();
    int all = inputs.length / width;
    int rows = Math.min(most, all);
    float[] some = Arrays.copyOf(inputs, rows * width);
    long[] codes = network.codes(rows, Samples.reals(some));
    assertThat(codes).isEqualTo(Arrays.copyOf(expected, expected.length / all * rows));
    return codes;
  }

  /// The recorded inputs of a network, one behind the other.
  static float[] inputs(String model) {
    return switch (model) {
      case RESNET -> {
        long[] pixels = SharedModels.unsignedBytes("data/ic_cifar500/images_500x32x32x3_u8.bin");
        yield floats(pixels, 1);
      }
      case KWS -> {
        long[] codes =
            SharedModels.signedBytes("data/kws1000/mfcc_int8_1x10x49_scale0.33674246.bin");
        long[] transposed = new long[codes.length];
        for (int i = 0; i < codes.length; i++) {
          int clip = i / 490;
          int at = i % 490;
          transposed[clip * 490 + at % 49 * 10 + at / 49] = codes[i];
        }
        yield floats(transposed, 0.33674246f);
      }
      case AUTOENCODER -> {
        float[] clip = SharedModels.floats("data/ad/normal_id_01_00000000_hist_librosa.bin");
        float[] windows = new float[196 * 640];
        for (int i = 0; i < windows.length; i++) {
          windows[i] = clip[i / 640 * 128 + i % 640];
        }
        yield windows;
      }
      default -> SharedModels.floats("golden/micro_kws_m_static.in.f32");
    };
  }

  private static float[] floats(long[] codes, float scale) {
    float[] all = new float[codes.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = codes[i] * scale;
    }
    return all;
  }
}
