package io.intaglio.ir.diag;

/// Stable names of the diagnostics, grouped by stage: `MOD` the model file, `IMP` import, `DOM`
/// input domains and data, `LOW` lowering to integers, `IR` the graph itself, `HW` hardware, `USE`
/// usage, `TOOL` external tools.
public enum Code {
  /// The file cannot be read, or is not of a format that is known.
  MOD_UNREADABLE("MOD-001"),
  /// The file is of a known format but malformed.
  MOD_MALFORMED("MOD-002"),
  /// The graph has a cycle, or uses a value that nothing makes.
  MOD_NOT_A_DAG("MOD-003"),
  /// A tensor or a count is larger than Intaglio accepts.
  MOD_TOO_LARGE("MOD-004"),
  /// The operator is not supported.
  IMP_UNSUPPORTED_OPERATOR("IMP-001"),
  /// The operator is supported, this form of it is not.
  IMP_UNSUPPORTED_FORM("IMP-002"),
  /// A parameter has no meaning: a scale of zero, a NaN, bits that are not a whole number.
  IMP_BAD_PARAMETER("IMP-003"),
  /// The network has no quantizers.
  IMP_FLOAT_ONLY("IMP-004"),
  /// Shapes do not fit each other.
  IMP_SHAPE("IMP-005"),
  /// An input has no integer domain.
  DOM_INPUT_FORMAT("DOM-001"),
  /// A datum does not belong to the input's domain or shape.
  DOM_DATA("DOM-002"),
  /// The value cannot be written as an integer on one grid.
  LOW_NOT_INTEGER("LOW-001"),
  /// A rescale that no exact integer form was found for.
  LOW_NO_EXACT_FORM("LOW-002"),
  /// A value needs more than 63 bits.
  LOW_TOO_WIDE("LOW-003"),
  /// Text of a form that does not parse or whose parts do not fit.
  IR_TEXT("IR-001"),
  /// A graph that breaks a rule of its form.
  IR_INVALID("IR-002"),
  /// A certificate that the checker refuses.
  IR_CERTIFICATE("IR-003"),
  /// An operator or size that the hardware backend cannot build.
  HW_UNSUPPORTED("HW-001"),
  /// A path that by the delay table does not fit into the clock period.
  HW_TIMING("HW-002"),
  /// An option that does not exist or whose value is not allowed.
  USE_OPTION("USE-001"),
  /// A folder or file that would be overwritten, or cannot be written.
  USE_OUTPUT("USE-002"),
  /// An external tool is missing or failed.
  TOOL_MISSING("TOOL-001"),
  /// What was built does not do what it must.
  VERIFY_FAILED("VER-001");

  private final String id;

  Code(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
