package io.intaglio.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command itself; all work is in its subcommands.
@Command(
    name = "intaglio",
    description =
        "Quantized networks to proven integers, Verilog and a bit- and cycle-exact simulator.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      InspectCommand.class,
      LowerCommand.class,
      BuildCommand.class,
      VerifyCommand.class,
      ProveCommand.class,
      SimulateCommand.class,
      DoctorCommand.class
    },
    footer = {
      "",
      "Exit status: 0 success, 1 a verification failed, 2 bad input or usage,",
      "3 a needed external tool is missing or failed, 70 a mistake of ours.",
      "",
      "Example: intaglio demo"
    })
public final class IntaglioCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
