package io.intaglio.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.Invocation;
import io.intaglio.cli.Main;
import io.intaglio.cli.TestModels;
import io.intaglio.cli.folder.Tree;
import io.intaglio.ir.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LowerCommandTest {
  @TempDir Path folder;

  private Path model;
  private Path graph;

  @BeforeEach
  void makeModel() {
    model = TestModels.encoder(folder);
    graph = folder.resolve("encoder.fx");
  }

  @Test
  void aGraphThatLowerWroteIsReplaced() {
    Invocation.of("lower", model, "-o", graph).succeeded();
    Map<String, String> first = Tree.of(folder);

    Invocation.of("lower", model, "-o", graph).succeeded();

    assertThat(Tree.of(folder)).isEqualTo(first);
  }

  @Test
  void theModelIsNeverOverwritten() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.fx"), model);
    Path weights = Files.createSymbolicLink(folder.resolve("net.fx.weights"), model);

    refused(model, model, model + ": error: is the model itself");
    refused(model, link, "link.fx: error: is the model itself");
    refused(link, model, "encoder.onnx: error: is the model itself");
    refused(model, folder.resolve("net.fx"), weights + ": error: is the model itself");
  }

  @Test
  void aGraphIsNotLoweredOntoItself() {
    Invocation.of("lower", model, "-o", graph).succeeded();

    refused(graph, graph, "encoder.fx: error: is the model itself");
  }

  @Test
  void filesOfOthersAreKept() throws IOException {
    Path thesis = Files.writeString(folder.resolve("thesis.txt"), "years of work");
    refused(model, thesis, "thesis.txt: error: exists and is no lowered graph");
    refused(model, folder, "error: exists and is no lowered graph");

    Files.writeString(folder.resolve("net.fx.weights"), "years of training");
    refused(
        model,
        folder.resolve("net.fx"),
        "net.fx.weights: error: exists and belongs to no lowered graph");
  }

  private void refused(Path from, Path to, String why) {
    Map<String, String> before = Tree.of(folder);

    Invocation.of("lower", from, "-o", to)
        .refused(Main.BAD_INPUT, Code.USE_OUTPUT)
        .saying(why, "name another file with -o");

    assertThat(Tree.of(folder)).isEqualTo(before);
  }
}
