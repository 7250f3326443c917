/// When a design does what: which sample is where after each clock edge, and what its handshake
/// says. What the samples become is `io.intaglio.sim.eval`'s matter.
package io.intaglio.sim.cycle;
