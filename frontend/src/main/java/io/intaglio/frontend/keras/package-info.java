/// Keras models with QKeras quantizers → Network: `.h5`, `.keras`, and JSON beside its weights.
/// Entry: [io.intaglio.frontend.keras.KerasImporter].
package io.intaglio.frontend.keras;
