package io.intaglio.cli.folder;

import io.intaglio.cli.file.Sha256;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What became of a folder since it was written: paths within it, `/` between names, in order.
///
/// @param missing files that its marker lists and that are not there
/// @param changed files that are there with other content
/// @param added files that its marker does not list
record FolderChanges(List<String> missing, List<String> changed, List<String> added) {

  FolderChanges {
    missing = List.copyOf(missing);
    changed = List.copyOf(changed);
    added = List.copyOf(added);
  }

  /// @param digests of the files as they were written, by path
  static FolderChanges of(Path folder, Map<String, String> digests) throws IOException {
    Set<String> added = files(folder.toRealPath());
    added.remove(OutputFolder.MARKER);
    added.removeAll(digests.keySet());
    List<String> missing = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Map.Entry<String, String> file : digests.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        missing.add(file.getKey());
      } else if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          || !Sha256.of(path).equals(file.getValue())) {
        changed.add(file.getKey());
      }
    }
    return new FolderChanges(missing, changed, List.copyOf(added));
  }

  /// All that is no folder; links are not followed.
  private static Set<String> files(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            names.add(folder.relativize(file).toString().replace('\\', '/'));
            return FileVisitResult.CONTINUE;
          }
        });
    return names;
  }
}
