package io.intaglio.backend.verilog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.type.IntType;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorWriterTest {
  private static final Bus NIBBLES =
      new Bus("x", List.of(IntType.signed(4), IntType.unsigned(0), IntType.unsigned(4)), 1);
  private static final Bus WIDE =
      new Bus("y", List.of(IntType.signed(63), IntType.unsigned(3), IntType.signed(63)), 1);

  @Test
  void elementZeroOfTheFirstPortIsLowest() {
    long[][] codes = {{-1, 0, 2, 7, 0, 15, 0, 0, 0}, {0, 5, 0, -1, 0, 0, 0, 0, -1}};
    assertThat(VectorWriter.hex(List.of(NIBBLES, WIDE), 3, codes))
        .isEqualTo(
            """
            0000000000000000280000000000000002f
            000000000000000007ffffffffffffffff7
            1fffffffffffffffc000000000000000000
            """);
  }

  @Test
  void codesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> VectorWriter.hex(List.of(NIBBLES), 1, new long[][] {{8, 0, 0}}))
        .hasMessage("x[0] of sample 0: 8 is no s4");
    assertThatThrownBy(() -> VectorWriter.hex(List.of(NIBBLES), 2, new long[][] {{8, 0, 0}}))
        .hasMessage("x: 3 codes, not 6");
    assertThatThrownBy(() -> VectorWriter.hex(List.of(NIBBLES), 2, new long[][] {}))
        .hasMessage("0 arrays for 1 ports");
  }
}
