/// The network as imported: exact reals, explicit quantizers, the model's own layout.
package io.intaglio.ir.net;
