/// Prints a [io.intaglio.ir.datapath.Datapath] as Verilog-2005 with everything that goes with a
/// design: test bench, vectors, constraints, scripts, taps. Entry:
/// [io.intaglio.backend.verilog.VerilogBackend]. Nothing here decides what the hardware does.
package io.intaglio.backend.verilog;
