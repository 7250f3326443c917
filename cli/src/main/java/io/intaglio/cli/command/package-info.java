/// The subcommands, one a file. A command reads options, calls the stages, prints; it decides
/// nothing about networks or hardware.
package io.intaglio.cli.command;
