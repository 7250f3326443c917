package io.intaglio.cli.tool;

import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.Origin;
import java.util.List;

/// An external program that Intaglio may use. None is needed to compile a network.
public enum Tool {
  VERILATOR(
      "Verilator",
      "--version",
      "lint and fast two-state simulation of emitted Verilog",
      "verilator",
      "verilator"),
  ICARUS(
      "Icarus Verilog",
      "-V",
      "four-state simulation of emitted Verilog (finds undefined bits)",
      "iverilog",
      "icarus-verilog"),
  YOSYS("Yosys", "-V", "structural checks and synthesis", "yosys", "yosys"),
  GXX("g++", "--version", "compiles the models Verilator makes", "g++", "gcc");

  private final String title;
  private final String versionOption;
  private final String purpose;
  private final String debianPackage;
  private final String brewFormula;

  Tool(
      String title,
      String versionOption,
      String purpose,
      String debianPackage,
      String brewFormula) {
    this.title = title;
    this.versionOption = versionOption;
    this.purpose = purpose;
    this.debianPackage = debianPackage;
    this.brewFormula = brewFormula;
  }

  public String title() {
    return title;
  }

  /// The programs that must all be found; the first one tells the version.
  public List<String> programs() {
    return switch (this) {
      case VERILATOR -> List.of("verilator");
      case ICARUS -> List.of("iverilog", "vvp");
      case YOSYS -> List.of("yosys");
      case GXX -> List.of("g++");
    };
  }

  String versionOption() {
    return versionOption;
  }

  public String purpose() {
    return purpose;
  }

  /// How to get it, in a few words.
  public String remedy() {
    return "apt install "
        + debianPackage
        + ", or brew install "
        + brewFormula
        + ", and see that it is on PATH";
  }

  /// What to say when it is needed and not there.
  public Diagnostic missing(String neededFor) {
    return Diagnostic.error(
        Code.TOOL_MISSING, Origin.NONE, title + " is needed for " + neededFor, remedy());
  }
}
