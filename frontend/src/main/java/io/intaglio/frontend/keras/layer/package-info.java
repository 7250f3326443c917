/// One layer class a file, all in `LayerTable`.
package io.intaglio.frontend.keras.layer;
