package io.intaglio.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.intaglio.cli.tool.ExternalProcess;
import io.intaglio.cli.tool.FoundTool;
import io.intaglio.cli.tool.ToolFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Verilator's run-time library as position-independent objects, compiled once for each set of its
/// sources and compiler and kept in the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`).
final class VerilatedRuntime {
  private static final List<String> SOURCES = List.of("verilated.cpp", "verilated_threads.cpp");
  private static final int DIGEST_BYTES = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final FoundTool verilator;
  private final FoundTool gxx;
  private final Path cache;
  private Path include;

  VerilatedRuntime(FoundTool verilator, FoundTool gxx) {
    this(verilator, gxx, cache());
  }

  /// @param cache the folder whose subfolders keep the objects
  VerilatedRuntime(FoundTool verilator, FoundTool gxx, Path cache) {
    this.verilator = verilator;
    this.gxx = gxx;
    this.cache = cache;
  }

  /// The compiler with the options that everything linked with the library needs: every symbol but
  /// the entry hidden, so that several designs live in one process.
  List<String> compiler() {
    return List.of(
        gxx.program("g++"),
        "-fPIC",
        "-fvisibility=hidden",
        "-fno-gnu-unique",
        "-DVM_COVERAGE=0",
        "-DVM_SC=0",
        "-DVM_TRACE=0",
        "-DVL_USER_FATAL",
        "-DVL_USER_STOP",
        "-DVL_USER_FINISH",
        "-I" + include(),
        "-I" + include().resolve("vltstd"));
  }

  /// The library's objects, compiled now if they are not in the cache.
  ///
  /// @param work where they go if no cache can be kept
  List<Path> objects(Path work) {
    try {
      Path folder = folder(work);
      List<Path> objects = new ArrayList<>();
      for (String source : SOURCES) {
        Path object = folder.resolve(source + ".o");
        if (!Files.exists(object)) {
          compile(include().resolve(source), object);
        }
        objects.add(object);
      }
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(Path work) throws IOException {
    Path folder = cache.resolve("verilated-" + digest());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      return work;
    }
    return Files.isWritable(folder) ? folder : work;
  }

  /// Of everything the objects are made from.
  private String digest() throws IOException {
    try (Stream<Path> files = Files.list(include())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((String.join(" ", compiler()) + gxx.version()).getBytes(UTF_8));
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Written beside its place and renamed, so that two runs at a time do not meet.
  private void compile(Path source, Path object) throws IOException {
    Path made = Files.createTempFile(object.getParent(), "new", ".o");
    try {
      List<String> command = new ArrayList<>(compiler());
      command.addAll(List.of("-O1", "-c", "-o", made.toString(), source.toString()));
      new ExternalProcess(command, object.getParent(), PATIENCE).run().orThrow();
      Files.move(made, object, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private synchronized Path include() {
    if (include == null) {
      String root =
          new ExternalProcess(
                  List.of(verilator.program("verilator"), "--getenv", "VERILATOR_ROOT"),
                  Path.of("").toAbsolutePath(),
                  PATIENCE)
              .run()
              .orThrow()
              .output()
              .strip();
      Path found = Path.of(root).resolve("include");
      if (!Files.exists(found.resolve(SOURCES.getFirst()))) {
        throw new ToolFailure("Verilator's run-time library is not in " + found);
      }
      include = found;
    }
    return include;
  }

  private static Path cache() {
    String chosen = System.getenv("XDG_CACHE_HOME");
    Path base =
        chosen == null || chosen.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(chosen);
    return base.resolve("intaglio");
  }
}
