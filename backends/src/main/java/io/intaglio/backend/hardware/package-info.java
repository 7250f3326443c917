/// Plans a [io.intaglio.ir.FixedGraph] as hardware: which cells, in which stage, behind which
/// registers. Entry: [io.intaglio.backend.hardware.ParallelPlanner]. Nothing here writes text of a
/// hardware language, and nothing here computes a network's values.
package io.intaglio.backend.hardware;
