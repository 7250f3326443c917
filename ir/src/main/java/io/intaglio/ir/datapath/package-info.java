/// The hardware plan: every wire, register and cycle of a design, before any text. Verilog, the
/// cycle model and the reports read the same [io.intaglio.ir.datapath.Datapath].
package io.intaglio.ir.datapath;
