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
import java.util.List;

/// A folder that `build` made, read back.
public record BuildFolder(Path folder) {
  static final String GRAPH = "design.fx";
  static final String PLAN = "design.dp";

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
    return new BuildFolder(folder);
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
