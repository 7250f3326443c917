package io.intaglio.ir.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntTypeTest {
  @Test
  void readsWhatItPrints() {
    assertThat(IntType.parse("s8")).isEqualTo(IntType.signed(8)).hasToString("s8");
    assertThat(IntType.parse("u15")).isEqualTo(IntType.unsigned(15)).hasToString("u15");
  }

  /// The last has the Arabic digit three.
  @ParameterizedTest
  @ValueSource(strings = {"", "s", "8", "s08", "s+8", "s-8", "s100", "i8", "S8", "s\u0663"})
  void whatIsNoTypeIsRefusedInItsOwnWords(String text) {
    assertThatThrownBy(() -> IntType.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an integer type: '" + text + "' (as in s8, u5)");
  }
}
