/// From a file on disk to a certified graph, whatever the file's format.
package io.intaglio.cli.model;
