package io.intaglio.cli.folder;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Replaces a folder as a whole: all files are written into a new folder beside the target, which
/// then takes its name. A reader never sees half of it, and a failure leaves what was there before.
public final class OutputFolder {
  /// The file that marks a folder as made by `build`.
  public static final String MARKER = "intaglio.json";

  private static final String REMEDY =
      "move what you want to keep away, or name another folder with -o";
  private static final int SHOWN = 5;

  private OutputFolder() {}

  /// Refuses a target that may not be replaced: a file, or a folder with anything in it that
  /// `build` did not write. Call it before work is done for nothing.
  ///
  /// @throws InvalidInput with the reason
  public static void demandReplaceable(Path target) {
    if (Files.isSymbolicLink(target) && !Files.exists(target)) {
      throw refused(target, "is a link to nothing", "name another folder with -o");
    }
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw refused(target, "is a file, not a folder", "name another folder with -o");
    }
    try {
      if (!isEmpty(target)) {
        demandUnchanged(target);
      }
    } catch (IOException e) {
      throw refused(
          target,
          "cannot be read: " + e.getClass().getSimpleName(),
          "check its rights, or name another folder with -o");
    }
  }

  private static void demandUnchanged(Path target) throws IOException {
    if (!Files.isRegularFile(target.resolve(MARKER))) {
      throw refused(
          target, "is not empty and was not made by intaglio (it has no " + MARKER + ")", REMEDY);
    }
    Map<String, String> digests =
        Marker.digests(target)
            .orElseThrow(
                () -> refused(target, "has an " + MARKER + " that intaglio did not write", REMEDY));
    FolderChanges changes = FolderChanges.of(target, digests);
    if (!changes.added().isEmpty()) {
      throw refused(target, "holds what intaglio did not write: " + first(changes.added()), REMEDY);
    }
    if (!changes.changed().isEmpty()) {
      throw refused(
          target, "was changed since intaglio wrote it: " + first(changes.changed()), REMEDY);
    }
  }

  private static String first(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    int more = names.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  /// Writes `files` (paths relative to the folder, `/` between names) as the whole content of
  /// `target`.
  ///
  /// @throws InvalidInput if the target may not be replaced or cannot be written
  public static void replace(Path target, Map<String, byte[]> files) {
    demandReplaceable(target);
    Path fresh = null;
    try {
      Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath().normalize();
      Path parent = place.getParent();
      if (parent == null) {
        throw refused(target, "is no folder to replace", "name a folder with -o");
      }
      Files.createDirectories(parent);
      fresh = Files.createTempDirectory(parent, ".intaglio-");
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = fresh.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      openToReaders(fresh);
      swap(fresh, place);
    } catch (IOException e) {
      throw refused(
          target, "cannot be written: " + e.getClass().getSimpleName(), "check space and rights");
    } finally {
      if (fresh != null) {
        deleteQuietly(fresh);
      }
    }
  }

  /// Gives `fresh` the name `target`; whatever fails, what was there before is there again.
  static void swap(Path fresh, Path target) throws IOException {
    if (!Files.exists(target)) {
      Files.move(fresh, target);
      return;
    }
    Path aside = Files.createTempDirectory(target.getParent(), ".intaglio-old-");
    Path old = aside.resolve("folder");
    try {
      Files.move(target, old);
      Files.move(fresh, target);
    } catch (IOException e) {
      restore(old, target);
      deleteQuietly(aside);
      throw e;
    }
    deleteQuietly(aside);
  }

  private static void restore(Path old, Path target) {
    try {
      if (Files.exists(old)) {
        Files.move(old, target);
      }
    } catch (IOException e) {
      throw refused(
          target, "cannot be written, and what was in it is now in " + old, "move it back");
    }
  }

  /// A temporary folder is private; a result is as open as the user's mask would have made it.
  private static void openToReaders(Path folder) throws IOException {
    Path probe = Files.createDirectory(folder.resolve(".probe"));
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, Files.getPosixFilePermissions(probe));
    }
    Files.delete(probe);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  private static void deleteQuietly(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What is left lies in a hidden folder of our own name, harmless beside the result.
    }
  }

  private static InvalidInput refused(Path target, String message, String help) {
    return new InvalidInput(
        Diagnostic.error(Code.USE_OUTPUT, Origin.file(target.toString()), message, help));
  }
}
