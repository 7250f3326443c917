/// External programs: which exist, which version, what each is for, and how one is run.
package io.intaglio.cli.tool;
