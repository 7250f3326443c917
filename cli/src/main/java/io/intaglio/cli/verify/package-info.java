/// Runs emitted Verilog in real simulators and compares every bit and every cycle with the
/// evaluator and the cycle model; names the first layer that differs. Entry: [RtlVerifier].
package io.intaglio.cli.verify;
