/// From a network of exact reals to a graph of proven integers. Entry:
/// [io.intaglio.ir.lower.Lowering]; [io.intaglio.ir.lower.Pipelines] knows the order of passes.
///
/// A real tensor is carried as a pending one: an integer value of the graph, the order in which its
/// elements lie, and an exact elementwise chain of affine maps and bounds that has not become
/// integers yet. A quantizer closes the chain into one rescale; linear layers, pools and views pass
/// it on. No number here is rounded; `double` occurs only where a runtime's own rule is floating
/// point. Nothing here knows file formats or profiles.
package io.intaglio.ir.lower;
