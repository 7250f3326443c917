package io.intaglio.cli.command;

import io.intaglio.cli.Main;
import io.intaglio.cli.Progress;
import io.intaglio.cli.demo.Demo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The whole road on a bundled network.
@Command(
    name = "demo",
    description =
        "Takes a bundled detector encoder from its file to integers, Verilog and a report.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: intaglio demo -o encoder-design"})
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "The folder to make (default: ${DEFAULT-VALUE}).")
  Path output = Path.of("intaglio-demo");

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      boolean right = new Demo(spec.commandLine().getOut(), progress, output).run();
      return right ? Main.OK : Main.VERIFICATION_FAILED;
    }
  }
}
