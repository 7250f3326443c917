/// Exact dyadic rewriting: the narrowest `(x·m + b) >> s`, or thresholds, that equals a source
/// rule at every reachable input. Entry: [io.intaglio.ir.dyadic.RescaleSearch]. What is found is
/// proven again by `io.intaglio.ir.cert`, which must not use this package.
package io.intaglio.ir.dyadic;
