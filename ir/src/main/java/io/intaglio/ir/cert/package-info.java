/// Certificates: what was proven of each rescale, and the checker that may not use the search.
package io.intaglio.ir.cert;
