package io.intaglio.cli.report;

import io.intaglio.backend.hardware.ResourceReport;
import io.intaglio.cli.inspect.Inspection;
import io.intaglio.cli.settings.Settings;
import io.intaglio.ir.cert.Certified;
import io.intaglio.ir.cert.MultiplierReport;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.diag.Diagnostic;
import java.util.List;

/// Everything a page tells of one build.
///
/// @param refused what the certificate checker refused; empty if all certificates hold
/// @param warnings of planning
public record Report(
    Inspection inspection,
    Settings settings,
    Certified certified,
    MultiplierReport multipliers,
    Datapath datapath,
    ResourceReport resources,
    List<Diagnostic> refused,
    List<Diagnostic> warnings) {
  public Report {
    refused = List.copyOf(refused);
    warnings = List.copyOf(warnings);
  }
}
