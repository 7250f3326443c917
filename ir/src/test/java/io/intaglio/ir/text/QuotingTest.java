package io.intaglio.ir.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.FixedGraph;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.edge.Boundary;
import io.intaglio.ir.type.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Model names may be anything.
final class QuotingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "0",
        "-1",
        "input",
        "a b",
        "/conv1/Conv_output_0",
        "a\"b\\c",
        "a%b{c}=[d];e:f,g",
        "// no comment",
        "größe",
        "\u6a21\u578b \ud83d\ude00",
        "line\nbreak\r\ttab\u0000nul",
        "\u2028\u202e\ufeff\u00a0",
        "half \ud83d pair"
      })
  void everyNameSurvives(String name) {
    assertSurvives(name);
  }

  @Test
  void randomNamesSurvive() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int i = 0; i < 300; i++) {
      StringBuilder name = new StringBuilder("n");
      for (int k = 0; k < 8; k++) {
        name.append((char) (random.nextInt(4) == 0 ? random.nextInt(65536) : random.nextInt(128)));
      }
      assertSurvives(name.toString());
    }
  }

  private static void assertSurvives(String name) {
    FixedGraph graph =
        new FixedGraph(
            name, List.of(OpExamples.value(name, Shape.SCALAR)), List.of(), List.of(name));
    Certified certified = new Certified(new Boundary(name, List.of(), graph, List.of()), List.of());
    FxText fx = FxWriter.write(certified);
    assertThat(FxReader.read(fx.text(), fx.weights(), "g.fx")).isEqualTo(certified);
    assertThat(fx.text().chars()).allMatch(c -> c == '\n' || c >= ' ');
  }

  @Test
  void namesAreBareWhereTheyCanBe() {
    assertThat(Quoting.name("fc1.acc_2")).isEqualTo("%fc1.acc_2");
    assertThat(Quoting.name("fc1/acc")).isEqualTo("%\"fc1/acc\"");
    assertThat(Quoting.quote("\u2028\"\\\n")).isEqualTo("\"\\u{2028}\\\"\\\\\\n\"");
    assertThat(Quoting.unquote("\"\\u{1f600}\"")).isEqualTo("\ud83d\ude00");
    assertThat(Origin.node("m", "n")).hasToString("m:n");
  }
}
