package io.intaglio.ir.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.edge.Encoding;
import io.intaglio.ir.edge.FloatStep;
import io.intaglio.ir.net.RealOp;
import io.intaglio.ir.op.Op;
import io.intaglio.ir.rule.ExactStep;
import io.intaglio.ir.rule.SourceRule;
import io.intaglio.ir.testing.OperatorVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `docs/ir.md` and `docs/adding-an-op.md` say what is so, of every operator there is.
final class DocumentationTest {
  private static final Path ROOT = Path.of(System.getProperty("intaglio.root"));
  private static final String REFERENCE = read(ROOT.resolve("docs/ir.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text from `### name` to the next heading.
  private static String section(String name) {
    int start = REFERENCE.indexOf("\n### " + name + "\n");
    assertThat(start).as("docs/ir.md has a section '### %s'", name).isNotNegative();
    int next = REFERENCE.indexOf("\n#", start + 1);
    return REFERENCE.substring(start, next < 0 ? REFERENCE.length() : next);
  }

  /// The `///` comment of the record in `ir.op`.
  private static String comment(Class<?> op) {
    String folder = "ir/src/main/java/" + op.getPackageName().replace('.', '/') + "/";
    String source = read(ROOT.resolve(folder + op.getSimpleName() + ".java"));
    return source
        .substring(0, source.indexOf("public record"))
        .lines()
        .filter(line -> line.startsWith("///"))
        .map(line -> line.substring(3))
        .collect(Collectors.joining("\n"));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  @TestFactory
  Stream<DynamicTest> everyOperatorIsDocumentedExemplifiedAndForced() {
    return Arrays.stream(Op.class.getPermittedSubclasses())
        .map(op -> DynamicTest.dynamicTest(op.getSimpleName(), () -> complete(op)));
  }

  private static void complete(Class<?> op) {
    String section = section(op.getSimpleName());
    assertThat(words(section)).as("the record's own words").contains(words(comment(op)));
    assertThat(section).contains("**Demands**", "**Forced by** `OperatorVectorsTest`");
    assertThat(OperatorVectors.all().get(op.asSubclass(Op.class)))
        .as("evaluation vectors")
        .isNotEmpty();
    assertThat(OpExamples.all())
        .as("a round-trip case")
        .anyMatch(example -> op.isInstance(example.op()));
  }

  @Test
  void theReferenceHasNoSectionOfAnOperatorThatIsGone() {
    Set<String> operators =
        Arrays.stream(Op.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    assertThat(Pattern.compile("\n### (\\w+)\n").matcher(REFERENCE).results())
        .extracting(match -> match.group(1))
        .containsExactlyInAnyOrderElementsOf(operators);
  }

  @Test
  void theVectorsNamedExist() throws IOException {
    String folder = "ir/src/test/java/io/intaglio/ir/testing/";
    List<MatchResult> named =
        Pattern.compile("`(\\w+Vectors)\\.(\\w+)`").matcher(REFERENCE).results().toList();
    assertThat(named).hasSize(Op.class.getPermittedSubclasses().length);
    for (MatchResult match : named) {
      assertThat(ROOT.resolve(folder + match.group(1) + ".java"))
          .content()
          .contains("List<OperatorCase> " + match.group(2) + "()");
    }
  }

  @Test
  void theTestsNamedExist() throws IOException {
    Set<String> named =
        Pattern.compile("`(\\w+Test)`")
            .matcher(REFERENCE)
            .results()
            .map(match -> match.group(1) + ".java")
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(javaFiles("src/test").map(file -> file.getFileName().toString())).containsAll(named);
  }

  @Test
  void everyOtherRecordStandsInATable() {
    assertThat(
            Stream.of(
                    RealOp.class,
                    SourceRule.class,
                    ExactStep.class,
                    FloatStep.class,
                    Encoding.class,
                    CellOp.class,
                    Layer.class,
                    Source.class)
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .map(Class::getSimpleName))
        .allSatisfy(name -> assertThat(REFERENCE).containsPattern("\n\\| `" + name + "[(`]"));
  }

  @Test
  void theExamplesAreTexts() {
    List<String> examples =
        Pattern.compile("```fx\n(.*?)```", Pattern.DOTALL)
            .matcher(REFERENCE)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(examples).hasSize(2);
    assertThat(FxReader.read(examples.get(0), new byte[0], "ir.md"))
        .isEqualTo(TinyNetwork.certified());
    assertThat(DatapathText.write(DatapathText.read(examples.get(1), "ir.md")))
        .isEqualTo(examples.get(1));
  }

  /// Every switch over all operators names `Wrap`, which nothing else matches on.
  @Test
  void thePlacesThatANewOperatorTouchesAreListed() throws IOException {
    Pattern arm = Pattern.compile("\\bcase Wrap\\b|\\bWrap _");
    Set<String> switches =
        javaFiles("src/main")
            .filter(file -> read(file).contains("import io.intaglio.ir.op.Wrap;"))
            .filter(file -> arm.matcher(read(file)).find())
            .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
            .collect(Collectors.toCollection(TreeSet::new));
    String guide = read(ROOT.resolve("docs/adding-an-op.md"));
    Set<String> listed =
        Pattern.compile("^\\| `([\\w/-]+\\.java)`", Pattern.MULTILINE)
            .matcher(guide)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).as("the table in docs/adding-an-op.md").isEqualTo(switches);
  }

  private static Stream<Path> javaFiles(String sourceFolder) throws IOException {
    List<Path> modules;
    try (Stream<Path> entries = Files.list(ROOT)) {
      modules =
          entries.map(entry -> entry.resolve(sourceFolder)).filter(Files::isDirectory).toList();
    }
    Set<Path> files = new TreeSet<>();
    for (Path module : modules) {
      try (Stream<Path> walk = Files.walk(module)) {
        walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files.stream();
  }
}
