package io.intaglio.frontend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.net.InputFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinnDatatypeTest {
  @ParameterizedTest
  @CsvSource({
    "UINT8, u8/1",
    "INT4, s4/1",
    "INT1, s1/1",
    "BINARY, u1/1",
    "TERNARY, s2/1",
    "BIPOLAR, bipolar",
    "'FIXED<8,3>', s8/2^-5",
    "'FIXED<4, 6>', s4/4",
  })
  void names_state_a_domain(String name, String format) {
    assertThat(FinnDatatype.parse(name)).contains(InputFormat.parse(format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "FLOAT16", "FLOAT<5,2>", "SCALEDINT<8>"})
  void names_of_reals_state_none(String name) {
    assertThat(FinnDatatype.parse(name)).isEmpty();
  }

  @Test
  void an_annotation_of_another_tensor_is_not_one_of_the_input() {
    OnnxModel model = new OnnxModel().input("x", 1, 4).quantized("y", "x").output("y");
    assertThat(model.annotate("y", "UINT4").read().inputs().get(0).format()).isEmpty();
  }
}
