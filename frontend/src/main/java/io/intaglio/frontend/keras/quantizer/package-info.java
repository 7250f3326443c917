/// QKeras's quantizers: of weights, which become codes, and of activations, which become operators.
package io.intaglio.frontend.keras.quantizer;
