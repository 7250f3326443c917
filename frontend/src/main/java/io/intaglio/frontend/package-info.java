/// From a model file to a network: picks the reader by the file's content.
package io.intaglio.frontend;
