/// What a network without quantizers computes, in floating point. Not the meaning of any integer
/// form: it is what such a network is compared with once it is quantized.
package io.intaglio.sim.real;
