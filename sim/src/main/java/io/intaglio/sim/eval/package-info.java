/// What a graph computes: the meaning of every operator, executed on mathematical integers, and of
/// the floating-point programs around it. Everything else in the project is right when its bits
/// equal these. Nothing here knows of backends, cycles or certificates.
package io.intaglio.sim.eval;
