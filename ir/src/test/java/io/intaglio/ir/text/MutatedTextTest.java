package io.intaglio.ir.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.InvalidInput;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// A text with random changes is read or refused; nothing else happens.
final class MutatedTextTest {
  private static final List<String> SCRAPS =
      List.of(
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ",",
          ";",
          ":",
          "=",
          "%",
          "\"",
          "\\",
          "@9",
          "..",
          "/2^",
          "; 9999999999",
          "; 999999",
          "[[[[[[[",
          "-1",
          "9223372036854775807",
          "-9223372036854775809",
          "0",
          "NaN",
          "%x",
          "%\"\"",
          "s63",
          "u0",
          "side",
          "empty([0, 2147483647])",
          "Infinity",
          "^",
          "\u0000",
          "\uD83D",
          "é",
          "2^-99999999",
          "1/3",
          "none",
          "range",
          "\n",
          "//");

  private interface Reader {
    Object read(String text);
  }

  @Test
  void fiveThousandMutatedTexts() {
    List<String> originals =
        List.of(Golden.read("tiny.fx"), Golden.read("tiny.network"), Golden.read("tiny.datapath"));
    List<Reader> readers =
        List.of(
            text -> FxReader.read(text, new byte[0], "m.fx"),
            text -> NetworkText.read(text, new byte[0], "m.network"),
            text -> DatapathText.read(text, "m.datapath"));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260101);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      String text = mutate(originals.get(i % 3), random);
      try {
        readers.get(i % 3).read(text);
      } catch (InvalidInput e) {
        assertThat(e.diagnostics()).isNotEmpty();
        refused++;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("mutation " + i + ":\n" + text, e);
      }
    }
    assertThat(refused).isBetween(1_000, 4_999);
  }

  private static String mutate(String original, RandomGenerator random) {
    StringBuilder text = new StringBuilder(original);
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes && !text.isEmpty(); change++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
        case 1 -> text.delete(at, end);
        case 2 -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 3 -> text.replace(at, end, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 4 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        case 5 -> text.setLength(random.nextInt(20) == 0 ? at : text.length());
        default -> throw new IllegalStateException();
      }
    }
    return text.toString();
  }
}
