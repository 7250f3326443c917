package io.intaglio.backend.verilog;

import io.intaglio.backend.Artifact;
import io.intaglio.ir.datapath.Datapath;
import java.util.List;
import java.util.stream.Collectors;

/// Constraints and scripts for synthesis; every script runs in the build folder.
final class ToolScripts {
  private final Datapath design;
  private final String top;
  private final List<String> sources;
  private final String header;

  /// @param sources paths of the Verilog files, relative to the build folder
  ToolScripts(Datapath design, DesignNames names, Headers headers, List<String> sources) {
    this.design = design;
    this.top = names.top().text();
    this.sources = List.copyOf(sources);
    this.header =
        headers.of("Run in the build folder.").stream()
            .limit(2)
            .map(line -> "# " + line + "\n")
            .collect(Collectors.joining());
  }

  List<Artifact> artifacts() {
    return List.of(
        new Artifact("constraints/" + top + ".xdc", constraints()),
        new Artifact("constraints/" + top + ".sdc", constraints()),
        new Artifact("scripts/synth_yosys.ys", yosys()),
        new Artifact("scripts/vivado.tcl", vivado()));
  }

  private String constraints() {
    return header
        + "create_clock -name clk -period "
        + Headers.nanoseconds(design.clockPicoseconds())
        + " [get_ports clk]\n";
  }

  private String yosys() {
    return header
        + "# yosys -s scripts/synth_yosys.ys\n"
        + sources.stream().map(path -> "read_verilog " + path + "\n").collect(Collectors.joining())
        + """
        hierarchy -check -top @TOP@
        proc
        check -assert
        synth -top @TOP@
        stat
        """
            .replace("@TOP@", top);
  }

  private String vivado() {
    return header
        + """
        # vivado -mode batch -source scripts/vivado.tcl -tclargs PART
        set part [lindex $argv 0]
        if {$part eq ""} {
          puts stderr "usage: vivado -mode batch -source scripts/vivado.tcl -tclargs PART"
          exit 2
        }
        """
        + sources.stream().map(path -> "read_verilog " + path + "\n").collect(Collectors.joining())
        + """
        read_xdc constraints/@TOP@.xdc
        synth_design -top @TOP@ -part $part -mode out_of_context
        opt_design
        place_design
        route_design
        report_utilization -hierarchical -file utilization.rpt
        report_timing_summary -file timing.rpt
        """
            .replace("@TOP@", top);
  }
}
