/// What tests of every module share: hand-computed vectors for each operator, random valid graphs
/// and their inputs, and a seeded property runner that shrinks its counterexamples.
package io.intaglio.ir.testing;
