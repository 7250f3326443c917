package io.intaglio.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.ir.diag.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  private static final Map<String, byte[]> FILES = Map.of("a/b.txt", bytes("new"));

  @TempDir Path place;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    Path target = Files.createDirectory(place.resolve("made"));

    OutputFolder.replace(target, FILES);

    assertThat(Tree.of(place)).isEqualTo(Map.of("made/", "", "made/a/", "", "made/a/b.txt", "new"));
  }

  @Test
  void aLinkToAFolderStaysOneAndTheFolderIsReplaced() throws IOException {
    Path real = Files.createDirectory(place.resolve("real"));
    Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), real);

    OutputFolder.replace(link, FILES);

    assertThat(link).isSymbolicLink();
    assertThat(real.resolve("a/b.txt")).hasContent("new");
    assertThat(elsewhere.toFile().list()).containsExactly("link");
    assertThat(place.toFile().list()).containsExactlyInAnyOrder("real", "elsewhere");
  }

  @Test
  void aLinkToNothingIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(place.resolve("link"), place.resolve("nothing"));

    assertThatThrownBy(() -> OutputFolder.replace(link, FILES))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is a link to nothing");

    assertThat(place.toFile().list()).containsExactly("link");
  }

  @Test
  void aSwapThatFailsLeavesWhatWasThere() throws IOException {
    Path target = Files.createDirectory(place.resolve("made"));
    Files.writeString(target.resolve("old.txt"), "old");

    assertThatThrownBy(() -> OutputFolder.swap(place.resolve("missing"), target))
        .isInstanceOf(IOException.class);

    assertThat(Tree.of(place)).isEqualTo(Map.of("made/", "", "made/old.txt", "old"));
  }

  @Test
  void aRootIsRefused() {
    assertThatThrownBy(() -> OutputFolder.replace(place.getRoot(), FILES))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void aFileOnTheWayIsRefusedAndKept() throws IOException {
    Path file = Files.writeString(place.resolve("file"), "old");

    assertThatThrownBy(() -> OutputFolder.replace(file.resolve("made"), FILES))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("cannot be written");

    assertThat(Tree.of(place)).isEqualTo(Map.of("file", "old"));
  }
}
