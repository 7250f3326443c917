package io.intaglio.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README shows is what there is.
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("intaglio.root"));

  /// A file or folder in back quotes, or a program of the root at the start of a line of a block.
  private static final Pattern PATH =
      Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]*|[\\w.-]+\\.md)`|(?m)^    \\./([\\w.-]+)");

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

  @Test
  void everyPathOfTheReadmeExists() {
    List<String> named = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Matcher matcher = PATH.matcher(readme);
    while (matcher.find()) {
      String path = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      named.add(path);
      if (!Files.exists(ROOT.resolve(path))) {
        missing.add(path);
      }
    }
    assertThat(named).contains("intaglio", "check", "docs/ir.md", "CONTRIBUTING.md");
    assertThat(missing).isEmpty();
  }
}
