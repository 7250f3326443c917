package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.datapath.Handshake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocaleTest {
  @TempDir Path folder;

  @Test
  void digitsOfTheUsersLanguageComeIntoNothingThatIsWritten() throws IOException {
    Locale before = Locale.getDefault();
    Map<String, String> expected;
    Map<String, String> made;
    try {
      Locale.setDefault(Locale.ROOT);
      expected = texts(Files.createDirectory(folder.resolve("root")));
      Locale.setDefault(Locale.of("ar", "EG"));
      assertThat(String.format(Locale.getDefault(), "%d", 1))
          .as("the JDK knows the language")
          .isNotEqualTo("1");
      made = texts(Files.createDirectory(folder.resolve("arabic")));
    } finally {
      Locale.setDefault(before);
    }

    assertThat(expected).containsKeys("rtl/net.v", "taps.json", "harness", "bench", "summary");
    assertThat(made).isEqualTo(expected);
  }

  /// The emitted files, and what `verify` adds to them and says of them.
  private static Map<String, String> texts(Path target) throws IOException {
    BuiltDesign built = BuiltDesign.of(HandDesign.network(), Handshake.VALID_READY, target);
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(target)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(target.relativize(file).toString(), Files.readString(file));
      }
    }
    Design design = Design.read(target);
    Harness harness =
        new Harness(
            design.top(),
            Handshake.VALID_READY,
            built.datapath().inputs(),
            List.of(built.datapath().layers().getLast().result()),
            design.taps());
    texts.put("harness", harness.verilog());
    texts.put("bench", IcarusCompiler.bench(harness));
    RunResult run = new RunResult("steady", 1000, 2000, 3, 4, List.of());
    SimulatorResult result = new SimulatorResult("a simulator", "", List.of(run));
    Vectors vectors = new Vectors(0, 0, 0, 0, List.of());
    Verification verification = new Verification(vectors, List.of(result), List.of());
    texts.put("summary", verification.summary() + " " + verification.failures());
    return texts;
  }
}
