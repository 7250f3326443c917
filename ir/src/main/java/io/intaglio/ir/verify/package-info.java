/// What a valid graph, boundary and network are. Entry: [io.intaglio.ir.verify.Verifier].
package io.intaglio.ir.verify;
