package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.type.IntType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackingTest {
  @Test
  void elementZeroTakesTheLeastSignificantBits() {
    Packing packing =
        Packing.of(List.of(IntType.unsigned(4), IntType.signed(3), IntType.unsigned(30)));
    int[] words = new int[packing.words()];
    packing.put(words, 0, 0, 9);
    packing.put(words, 0, 1, -2);
    packing.put(words, 0, 2, (1 << 30) - 1);
    assertThat(packing.bits()).isEqualTo(37);
    assertThat(words).containsExactly(0b1111111_11111111_11111111_1_110_1001 | 1 << 31, 0b11111, 0);
  }

  @Test
  void everyTypeReadsBackAtEveryOffset() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<IntType> types = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int bits = random.nextInt(64);
        types.add(
            random.nextBoolean()
                ? IntType.unsigned(bits)
                : IntType.signed(bits + (bits < 1 ? 1 : 0)));
      }
      Packing packing = Packing.of(types);
      int at = random.nextInt(3);
      int[] words = new int[at + packing.words()];
      long[] values = new long[types.size()];
      for (int i = 0; i < values.length; i++) {
        IntType type = types.get(i);
        values[i] =
            switch (random.nextInt(3)) {
              case 0 -> type.min();
              case 1 -> type.max();
              default -> random.nextLong() & type.max();
            };
        packing.put(words, at, i, values[i]);
      }
      for (int i = 0; i < values.length; i++) {
        assertThat(packing.get(words, at, i))
            .as("%s in %s", types.get(i), types)
            .isEqualTo(values[i]);
      }
    }
  }

  @Test
  void aValueOutsideItsTypeIsRefused() {
    Packing packing = Packing.of(List.of(IntType.signed(3)));
    assertThatThrownBy(() -> packing.put(new int[3], 0, 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 is not a s3");
  }
}
