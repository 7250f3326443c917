/// What a lowered model is, as rows for a person or a program.
package io.intaglio.cli.inspect;
