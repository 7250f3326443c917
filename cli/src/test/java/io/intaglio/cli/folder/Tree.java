package io.intaglio.cli.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The content of a folder, to compare.
public final class Tree {
  private Tree() {}

  /// The bytes of every file, as Latin-1 texts, by path within the folder; a folder has a `/` at
  /// its end and no content.
  public static Map<String, String> of(Path folder) {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(path -> !path.equals(folder)).toList()) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        if (Files.isDirectory(path)) {
          content.put(name + "/", "");
        } else {
          content.put(name, new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }

  /// Names of all files and folders in `folder`, hidden ones too.
  public static List<String> names(Path folder) {
    return List.copyOf(of(folder).keySet());
  }
}
