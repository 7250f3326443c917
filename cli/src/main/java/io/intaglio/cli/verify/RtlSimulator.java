package io.intaglio.cli.verify;

/// A design compiled for one simulator.
interface RtlSimulator {
  /// Runs it from power-up. May be called from several threads at once.
  ///
  /// @throws io.intaglio.cli.tool.ToolFailure if the simulator does not end well
  Response run(Stimulus stimulus);
}
