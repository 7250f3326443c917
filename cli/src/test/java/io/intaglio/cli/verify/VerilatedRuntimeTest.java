package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the objects go; the tools here are scripts that note how often they are called.
class VerilatedRuntimeTest {
  @TempDir Path folder;
  private Path work;
  private Path include;

  @BeforeEach
  void install() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    include = Files.createDirectories(folder.resolve("root/include"));
    Files.writeString(include.resolve("verilated.cpp"), "one");
    Files.writeString(include.resolve("verilated_threads.cpp"), "two");
    program("verilator", "echo " + folder.resolve("root"));
    program(
        "g++",
        "echo called >>"
            + folder.resolve("calls")
            + "\nwhile [ \"$1\" != -o ]; do shift; done\necho object >\"$2\"");
  }

  @Test
  void theLibraryIsCompiledOnceForTheSameSourcesAndOptions() throws IOException {
    Path cache = folder.resolve("cache");
    List<Path> first = runtime(cache, "g++").objects(work);
    assertThat(first).hasSize(2).allSatisfy(object -> assertThat(object).startsWith(cache));
    assertThat(runtime(cache, "g++").objects(work)).isEqualTo(first);
    assertThat(folder.resolve("calls")).content().hasLineCount(2);

    Files.writeString(include.resolve("verilated.cpp"), "another");
    assertThat(runtime(cache, "g++").objects(work)).doesNotContainAnyElementsOf(first);
    assertThat(folder.resolve("calls")).content().hasLineCount(4);
  }

  @Test
  void theOptionsOfTheCompilerBelongToTheKey() throws IOException {
    Path cache = folder.resolve("cache");
    List<Path> first = runtime(cache, "g++").objects(work);
    Files.copy(folder.resolve("g++"), folder.resolve("other-g++"));
    assertThat(runtime(cache, "other-g++").objects(work)).doesNotContainAnyElementsOf(first);
  }

  @Test
  void withoutACacheTheObjectsGoToTheWorkFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(runtime(file.resolve("cache"), "g++").objects(work))
        .hasSize(2)
        .allSatisfy(object -> assertThat(object).exists().hasParent(work));
  }

  private VerilatedRuntime runtime(Path cache, String compiler) {
    return new VerilatedRuntime(
        new FoundTool(Tool.VERILATOR, "5", Map.of("verilator", folder.resolve("verilator"))),
        new FoundTool(Tool.GXX, "15", Map.of("g++", folder.resolve(compiler))),
        cache);
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
