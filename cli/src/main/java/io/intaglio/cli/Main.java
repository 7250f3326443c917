package io.intaglio.cli;

import io.intaglio.cli.command.IntaglioCommand;
import io.intaglio.cli.command.Version;
import io.intaglio.cli.tool.ToolFailure;
import io.intaglio.ir.diag.Code;
import io.intaglio.ir.diag.Diagnostic;
import io.intaglio.ir.diag.InvalidInput;
import io.intaglio.ir.diag.Origin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Entry of the `intaglio` command.
///
/// Exit status: 0 success, 1 a verification failed, 2 bad input or usage, 3 a needed external tool
/// is missing or failed, 70 a mistake of ours.
public final class Main {
  public static final int OK = 0;
  public static final int VERIFICATION_FAILED = 1;
  public static final int BAD_INPUT = 2;
  public static final int TOOL_MISSING = 3;
  public static final int INTERNAL_ERROR = 70;

  private Main() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /// Runs one command and returns its exit status; nothing is thrown.
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    if (List.of(arguments).equals(List.of("--version"))) {
      // Scripts ask this often: it is answered before nine subcommands are set up.
      out.println(Version.line());
      return OK;
    }
    CommandLine line = new CommandLine(new IntaglioCommand());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler(Main::usage);
    line.setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, err));
    try {
      int status = line.execute(arguments);
      return out.checkError() && status == OK ? report(outputLost(), err) : status;
    } catch (Error e) {
      return report(e, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static InvalidInput outputLost() {
    return new InvalidInput(
        Diagnostic.error(
            Code.USE_OUTPUT,
            Origin.NONE,
            "standard output cannot be written",
            "check the space that is left, or the program that reads it"));
  }

  private static int usage(ParameterException wrong, String[] arguments) {
    PrintWriter err = wrong.getCommandLine().getErr();
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    err.println(
        Diagnostic.error(
            Code.USE_OPTION,
            Origin.NONE,
            message(wrong),
            "`" + name + " --help` lists what is possible"));
    return BAD_INPUT;
  }

  private static String message(ParameterException wrong) {
    boolean noCommand =
        wrong instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && wrong.getCommandLine().getParent() == null;
    return noCommand
        ? "there is no command '" + ((UnmatchedArgumentException) wrong).getUnmatched().get(0) + "'"
        : wrong.getMessage();
  }

  /// Says why a command failed.
  ///
  /// @return the exit status
  static int report(Throwable thrown, PrintWriter err) {
    List<Diagnostic> diagnostics = diagnostics(thrown);
    if (!diagnostics.isEmpty()) {
      diagnostics.forEach(err::println);
      return status(diagnostics);
    }
    err.println("intaglio: internal error, a mistake of ours: " + thrown);
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassName().startsWith("io.intaglio")) {
        err.println("  at " + frame);
      }
    }
    err.println("  help: please report it with the command and, if you may, the model");
    return INTERNAL_ERROR;
  }

  /// What is not our mistake; nothing if it is.
  private static List<Diagnostic> diagnostics(Throwable thrown) {
    return switch (thrown) {
      case InvalidInput wrong -> wrong.diagnostics();
      case ToolFailure failure -> List.of(failure.diagnostic());
      case UncheckedIOException wrapped -> List.of(unwritten(wrapped.getCause()));
      case IOException failure -> List.of(unwritten(failure));
      case OutOfMemoryError _ ->
          List.of(
              tooLarge(
                  "this needs more memory than the Java heap has",
                  "raise it, as in INTAGLIO_JAVA_OPTIONS=-Xmx8g"));
      case StackOverflowError _ ->
          List.of(
              tooLarge(
                  "the model is nested too deep for the Java stack",
                  "raise it, as in INTAGLIO_JAVA_OPTIONS=-Xss64m"));
      case Throwable _ -> List.of();
    };
  }

  private static Diagnostic tooLarge(String message, String help) {
    return Diagnostic.error(Code.MOD_TOO_LARGE, Origin.NONE, message, help);
  }

  private static Diagnostic unwritten(IOException failure) {
    return Diagnostic.error(
        Code.USE_OUTPUT,
        Origin.NONE,
        "a file cannot be read or written: "
            + failure.getClass().getSimpleName()
            + ", "
            + failure.getMessage(),
        "check space and rights, also in the folder for temporary files");
  }

  private static int status(List<Diagnostic> diagnostics) {
    boolean tool = false;
    boolean failed = false;
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.isError()) {
        tool |= diagnostic.code() == Code.TOOL_MISSING;
        boolean proof = diagnostic.code() == Code.IR_CERTIFICATE;
        failed |= proof || diagnostic.code() == Code.VERIFY_FAILED;
      }
    }
    return tool ? TOOL_MISSING : failed ? VERIFICATION_FAILED : BAD_INPUT;
  }
}
