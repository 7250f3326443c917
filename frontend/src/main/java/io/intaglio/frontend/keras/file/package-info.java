/// What a Keras file holds: layers with their configurations, weights and edges.
package io.intaglio.frontend.keras.file;
