package io.intaglio.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows is what there is.
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("intaglio.root"));

  private String readme;

  @BeforeEach
  void readReadme() throws IOException {
    readme = Files.readString(ROOT.resolve("README.md"));
  }

  @Test
  void theDemoPrintsWhatTheReadmeShows(@TempDir Path folder) {
    Path made = folder.resolve("made");
    Invocation demo = Invocation.of("demo", "-o", made).succeeded();

    String block =
        demo.out()
            .replace(System.lineSeparator(), "\n")
            .replace(made.toString(), "intaglio-demo")
            .indent(4)
            .replaceAll("(?m)^ +$", "");
    assertThat(readme).contains(block);
  }
}
