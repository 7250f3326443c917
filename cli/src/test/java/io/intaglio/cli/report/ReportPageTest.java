package io.intaglio.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.OnnxFile;
import io.intaglio.cli.TestModels;
import io.intaglio.ir.Node;
import io.intaglio.ir.text.FxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private static final Pattern TAG =
      Pattern.compile(
          "<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\\s+[-a-zA-Z0-9:]+(?:=\"[^\"<]*\")?)*)\\s*(/?)>");
  private static final Set<String> VOID = Set.of("meta", "br", "hr", "img", "link", "input");

  @TempDir Path folder;

  private Path build(Path model, Object... more) {
    Path made = folder.resolve("made");
    List<Object> arguments = new ArrayList<>(List.of("build", model, "--target", "verilog"));
    arguments.addAll(List.of("-o", made));
    arguments.addAll(List.of(more));
    Invocation.of(arguments.toArray()).succeeded();
    return made;
  }

  private static String page(Path made) throws IOException {
    return Files.readString(made.resolve("report.html"));
  }

  /// Demands that every tag is closed in order, and returns the names of all elements.
  private static List<String> elements(String page) {
    assertThat(page).startsWith("<!DOCTYPE html>");
    String body =
        page.substring("<!DOCTYPE html>".length()).replaceAll("(?s)(<style>).*?(</style>)", "$1$2");
    Deque<String> open = new ArrayDeque<>();
    List<String> names = new ArrayList<>();
    Matcher tag = TAG.matcher(body);
    int end = 0;
    while (tag.find()) {
      assertThat(body.substring(end, tag.start())).doesNotContain("<").doesNotContain(">");
      end = tag.end();
      String name = tag.group(2).toLowerCase(Locale.ROOT);
      if (!tag.group(1).isEmpty()) {
        assertThat(open.poll()).as("closed at %d", tag.start()).isEqualTo(name);
      } else {
        names.add(name);
        if (!VOID.contains(name) && tag.group(4).isEmpty()) {
          open.push(name);
        }
      }
    }
    assertThat(body.substring(end)).isBlank();
    assertThat(open).isEmpty();
    return names;
  }

  @Test
  void thePageSaysWhatBecomesOfRealsOutOfRange() throws IOException {
    Path step = folder.resolve("step.onnx");
    new OnnxFile()
        .input("x", 1, 4)
        .constant("w", List.of(4, 1), 1, 2, -1, 3)
        .quantized("k", "w", 0.5, 5)
        .node("MatMul", "y", "x", "k")
        .quantized("q", "y", 0.5, 4)
        .output("q")
        .write(step);
    String row = "<td>real %s outside its range</td><td>%s</td>";

    assertThat(page(build(TestModels.encoder(folder))))
        .contains(String.format(row, "cells", "saturates, as in the model"));
    assertThat(page(build(step, "--input-format", "s8/2^-2")))
        .contains(String.format(row, "x", "is an error"));
    assertThat(page(build(step, "--input-format", "s8/2^-2", "--saturate")))
        .contains(String.format(row, "x", "saturates"));
  }

  @Test
  void thePageIsWellFormedAndLoadsNothing() throws IOException {
    String page = page(build(TestModels.encoder(folder)));

    assertThat(elements(page))
        .contains("html", "head", "title", "style", "main", "svg", "table")
        .doesNotContain("script", "link", "img", "iframe", "object", "embed", "base");
    assertThat(page.toLowerCase(Locale.ROOT))
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("src=")
        .doesNotContain("@import")
        .doesNotContain("url(");
  }

  @Test
  void thePageTellsWhatTheIssueAsksOfIt() throws IOException {
    String page = page(build(TestModels.encoder(folder)));

    assertThat(page)
        .contains("<h2>Graph</h2>", "<h2>Bits per layer</h2>", "<h2>Multipliers</h2>")
        .contains("<h2>Pipeline</h2>", "<h2>Certificates</h2>")
        .contains("8 cycles", "40.0 ns", "initiation interval", "5.00 ns");
    assertThat(page).contains("<td class=\"holds\">holds</td>").doesNotContain("refused</td>");
  }

  @Test
  void everyLayerIsNamed() throws IOException {
    Path made = build(TestModels.encoder(folder));
    String page = page(made);

    List<Node> nodes = FxFiles.read(made.resolve("design.fx")).boundary().graph().nodes();

    assertThat(nodes).hasSizeGreaterThan(10);
    for (Node node : nodes) {
      String shown =
          Svg.cut(node.op().getClass().getSimpleName() + "  " + node.result().name(), 29);
      assertThat(page).contains(">" + shown + "<");
    }
  }

  @Test
  void namesOfAHostileModelStayText() throws IOException {
    String name = "</text><script>alert(1)</script>&amp;\"'";
    Path model =
        new OnnxFile()
            .input(name, 1, 2)
            .quantized("<b>q", name, 0.5, 4)
            .node("Relu", "\"><i>r", "<b>q")
            .output("\"><i>r")
            .write(folder.resolve("a<b>&c.onnx"));

    String page = page(build(model));

    assertThat(elements(page)).doesNotContain("script", "b", "i");
    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;", "a&lt;b&gt;&amp;c");
  }
}
