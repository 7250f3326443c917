/// Range analysis: which integers every element of every value can be, over the actual weights.
/// Entry: [io.intaglio.ir.range.RangeAnalysis].
package io.intaglio.ir.range;
