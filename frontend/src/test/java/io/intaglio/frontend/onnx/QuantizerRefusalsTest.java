package io.intaglio.frontend.onnx;

import static io.intaglio.frontend.onnx.OnnxModel.dims;
import static io.intaglio.frontend.onnx.QuantizedGallery.INT8;
import static io.intaglio.frontend.onnx.QuantizedGallery.codes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.intaglio.frontend.ImportOptions;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What quantizers may not be, said once and by name.
class QuantizerRefusalsTest {
  private static Diagnostic refusal(OnnxModel model, String profile) {
    InvalidInput thrown =
        catchThrowableOfType(
            InvalidInput.class,
            () -> OnnxImporter.read(model.bytes(), "model.onnx", new ImportOptions(profile)));
    assertThat(thrown).isNotNull();
    assertThat(thrown.diagnostics()).hasSize(1);
    assertThat(thrown.diagnostics().get(0).help()).isNotEmpty();
    return thrown.diagnostics().get(0);
  }

  private static OnnxModel pair(OnnxModel model, String... attributes) {
    OnnxModel.Node quantizer = model.node("QuantizeLinear", "q", "x", "s", "z");
    for (int i = 0; i < attributes.length; i += 2) {
      quantizer.set(attributes[i], Long.parseLong(attributes[i + 1]));
    }
    quantizer.add();
    return model.node("DequantizeLinear", "y", "q", "s", "z").add().output("y");
  }

  private static OnnxModel model(int type) {
    OnnxModel model = new OnnxModel().opset(25).input("x", 1, 4).scalar("s", 0.5);
    return model.initializer(codes("z", type, dims(), 0));
  }

  @ParameterizedTest
  @CsvSource({
    "16, bfloat16",
    "17, float8e4m3fn",
    "20, float8e5m2fnuz",
    "23, float4e2m1",
    "25, uint2",
    "26, int2"
  })
  void types_without_integers_that_are_read(int type, String name) {
    for (String profile : new String[] {"onnxruntime", "exact"}) {
      assertThat(refusal(pair(model(type)), profile).message()).contains(name);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, UINT16", "5, INT16", "21, UINT4", "22, INT4"})
  void types_that_the_runtime_has_no_kernels_for(int type, String name) {
    Diagnostic found = refusal(pair(model(type)), "onnxruntime");
    assertThat(found.message()).contains(name);
    assertThat(found.help()).contains("--profile exact");
    assertThat(
            OnnxImporter.read(pair(model(type)).bytes(), "model.onnx", new ImportOptions("exact"))
                .outputs())
        .containsExactly("y");
  }

  @ParameterizedTest
  @CsvSource({"precision, 10, float32", "output_dtype, 17, float8e4m3fn", "output_dtype, 6, type"})
  void attributes_of_another_arithmetic(String name, String value, String said) {
    assertThat(refusal(pair(model(INT8), name, value), "exact").message()).contains(said);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void scales_that_are_not_float32(int type) {
    OnnxModel model = new OnnxModel().opset(21).input("x", 1, 4);
    model.initializer(codes("z", INT8, dims(), 0));
    model.initializer(
        type == 10
            ? codes("s", type, dims(), 0x3800)
            : codes("s", type, dims()).toBuilder().addDoubleData(0.5).build());
    assertThat(refusal(pair(model), "exact").message()).contains("not FLOAT32");
  }

  @ParameterizedTest
  @CsvSource({"2, 2, blocked", "4, 0, per tensor"})
  void activations_with_more_than_one_scale(int scales, int block, String said) {
    OnnxModel model = new OnnxModel().opset(21).input("x", 1, 4);
    long[] dims = block == 0 ? dims(scales) : dims(1, scales);
    model.floats("s", dims, Arrays.copyOf(new double[] {1, 2, 3, 4}, scales));
    model.initializer(codes("z", INT8, dims, new long[scales]));
    OnnxModel.Node node = model.node("QuantizeLinear", "y", "x", "s", "z");
    (block == 0 ? node : node.set("block_size", block)).add().output("y");
    assertThat(refusal(model, "exact").help()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "DynamicQuantizeLinear, '', statically",
    "DynamicQuantizeMatMul, com.microsoft, statically",
    "MatMulIntegerToFloat, com.microsoft, statically",
    "QLinearReduceMean, com.microsoft, before ONNX Runtime optimized",
    "QLinearWhere, com.microsoft, before ONNX Runtime optimized",
    "NhwcMaxPool, com.microsoft, before ONNX Runtime optimized"
  })
  void operators_of_the_runtime_that_are_not_read(String operator, String domain, String remedy) {
    OnnxModel model = model(INT8).node("QuantizeLinear", "q", "x", "s", "z").add();
    Diagnostic found =
        refusal(model.node(operator, "y", "q").domain(domain).add().output("y"), "onnxruntime");
    assertThat(found.message()).contains(operator);
    assertThat(found.help()).contains(remedy);
  }
}
