package io.intaglio.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.ChildCommand;
import io.intaglio.cli.Invocation;
import io.intaglio.cli.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same model and choices give the same bytes, whenever, wherever and on whatever machine.
class DeterminismTest {
  @TempDir Path folder;

  private Path model;
  private Path first;
  private Map<String, String> expected;

  @BeforeEach
  void buildOnce() {
    model = TestModels.encoder(folder);
    first = folder.resolve("first");
    expected = built(first);
    assertThat(expected).hasSizeGreaterThan(10);
  }

  private Map<String, String> built(Path to) {
    Invocation.of("build", model, "--target", "verilog", "-o", to).succeeded();
    return Tree.of(to);
  }

  @Test
  void againAndInAnotherFolder() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("a b").resolve("ü"));

    assertThat(built(first)).isEqualTo(expected);
    assertThat(built(elsewhere.resolve("second"))).isEqualTo(expected);
  }

  @Test
  void fromAModelInAnotherFolder() throws IOException {
    Path moved = Files.createDirectory(folder.resolve("moved")).resolve("encoder.onnx");
    Files.move(model, moved);
    model = moved;

    assertThat(built(folder.resolve("second"))).isEqualTo(expected);
  }

  @Test
  void underAnotherLocaleAndTimeZone() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(built(folder.resolve("turkish"))).isEqualTo(expected);
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(built(folder.resolve("arabic"))).isEqualTo(expected);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void inAnotherProcessWithAnotherCharacterSet() throws Exception {
    Path other = folder.resolve("other");
    ChildCommand child =
        ChildCommand.run(
            List.of("-Dfile.encoding=ISO-8859-1", "-Duser.language=fa", "-Duser.timezone=UTC-9"),
            "build",
            model,
            "--target",
            "verilog",
            "-o",
            other);

    assertThat(child.status()).as(child.err()).isZero();
    assertThat(Tree.of(other)).isEqualTo(expected);
  }

  @Test
  void resultsOfASimulationToo() throws IOException {
    Path showers = TestModels.showers(folder);
    for (String name : List.of("y.npz", "z.npz")) {
      Invocation.of(
              "simulate",
              model,
              "--input",
              showers,
              "--output",
              folder.resolve(name),
              "--tensor",
              "hidden")
          .succeeded();
    }

    assertThat(folder.resolve("y.npz")).hasSameBinaryContentAs(folder.resolve("z.npz"));
  }
}
