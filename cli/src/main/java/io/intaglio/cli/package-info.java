/// The `intaglio` command: its subcommands, their options, exit statuses and messages.
package io.intaglio.cli;
