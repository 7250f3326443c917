/// Writing Verilog-2005: immutable [io.intaglio.rtl.ModuleSpec]s of [io.intaglio.rtl.Item]s over
/// width-checked [io.intaglio.rtl.Expr]essions, names from a [io.intaglio.rtl.NameScope], text from
/// the one [io.intaglio.rtl.VerilogWriter]. Knows Verilog and nothing of networks.
package io.intaglio.rtl;
