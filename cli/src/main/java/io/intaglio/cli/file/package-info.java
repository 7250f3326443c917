/// What several commands need of files: their names and digests.
package io.intaglio.cli.file;
