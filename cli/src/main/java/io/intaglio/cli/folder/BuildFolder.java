package io.intaglio.cli.folder;

import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.DatapathChecker;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.text.DatapathText;
import io.intaglio.ir.text.FxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A folder that `build` made, read back.
///
/// @param digests of its files as they were built, by path within it
public record BuildFolder(Path folder, Map<String, String> digests) {
  static final String GRAPH = "design.fx";
  static final String PLAN = "design.dp";

  /// What the Verilog is compared with, and how.
  private static final Set<String> REFERENCE = Set.of(GRAPH, GRAPH + ".weights", PLAN, "taps.json");

  public BuildFolder {
    digests = Collections.unmodifiableMap(new TreeMap<>(digests));
  }

  /// @throws InvalidInput if `folder` is no such folder
  public static BuildFolder demand(Path folder) {
    if (!Files.isRegularFile(folder.resolve(OutputFolder.MARKER))) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.USE_OPTION,
              Origin.file(folder.toString()),
              "is no folder made by `intaglio build` (it has no " + OutputFolder.MARKER + ")",
              "name the folder that was given to build with -o"));
    }
    Map<String, String> digests =
        Marker.digests(folder)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        Diagnostic.error(
                            Code.USE_OPTION,
                            Origin.file(folder.resolve(OutputFolder.MARKER).toString()),
                            "is not what `intaglio build` writes",
                            "build the folder again")));
    return new BuildFolder(folder, digests);
  }

  /// An error for every file that is not as it was built.
  public List<Diagnostic> tampered() {
    return differences().entrySet().stream()
        .map(file -> notAsBuilt(Code.VERIFY_FAILED, file.getKey(), file.getValue()))
        .toList();
  }

  /// What became of each file that is no longer as it was built, if the Verilog can be verified
  /// nevertheless.
  ///
  /// @throws InvalidInput if a file that it is compared with is not as it was built
  public Map<String, String> edited() {
    Map<String, String> differences = differences();
    List<Diagnostic> refused =
        differences.entrySet().stream()
            .filter(file -> REFERENCE.contains(file.getKey()))
            .map(file -> notAsBuilt(Code.USE_OPTION, file.getKey(), file.getValue()))
            .toList();
    if (!refused.isEmpty()) {
      throw new InvalidInput(refused);
    }
    return differences;
  }

  private Map<String, String> differences() {
    try {
      FolderChanges changes = FolderChanges.of(folder, digests);
      Map<String, String> differences = new TreeMap<>();
      changes.missing().forEach(file -> differences.put(file, "is missing"));
      changes.changed().forEach(file -> differences.put(file, "was changed after the build"));
      return differences;
    } catch (IOException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.MOD_UNREADABLE,
              Origin.file(folder.toString()),
              "cannot be read: " + e.getClass().getSimpleName(),
              "check its rights"));
    }
  }

  private Diagnostic notAsBuilt(Code code, String file, String what) {
    return Diagnostic.error(
        code, Origin.file(folder.resolve(file).toString()), what, "build the folder again");
  }

  /// The lowered graph's file.
  public Path graph() {
    return folder.resolve(GRAPH);
  }

  public Certified certified() {
    return FxFiles.read(graph());
  }

  /// The hardware plan, checked.
  ///
  /// @throws InvalidInput if it cannot be read or breaks a rule of its form
  public Datapath datapath() {
    Datapath datapath;
    try {
      datapath = DatapathText.read(Files.readString(folder.resolve(PLAN)), PLAN);
    } catch (IOException e) {
      throw new InvalidInput(
          Diagnostic.error(
              Code.MOD_UNREADABLE,
              Origin.file(PLAN),
              "cannot be read: " + e.getClass().getSimpleName(),
              "build the folder again"));
    }
    List<Diagnostic> found = DatapathChecker.check(datapath);
    if (found.stream().anyMatch(Diagnostic::isError)) {
      throw new InvalidInput(found);
    }
    return datapath;
  }
}
