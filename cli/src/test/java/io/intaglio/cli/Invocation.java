package io.intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.diag.Code;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/// One run of the command line in this process: all that a user sees of it.
public record Invocation(int status, String out, String err) {
  /// Runs `intaglio` with arguments as they print.
  public static Invocation of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err),
            Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Invocation(status, out.toString(), err.toString());
  }

  /// Demands success and silence on the error stream.
  public Invocation succeeded() {
    assertThat(err).isEmpty();
    assertThat(status).isEqualTo(Main.OK);
    return this;
  }

  /// Demands a refusal as every one must look: the status, `error: … [CODE]` with help, and neither
  /// output nor a stack trace.
  public Invocation refused(int expected, Code... codes) {
    assertThat(status).as(err).isEqualTo(expected);
    assertThat(out).isEmpty();
    assertThat(err).contains("error: ").contains("\n  help: ");
    assertThat(err)
        .doesNotContain("Exception:")
        .doesNotContain("internal error")
        .doesNotContain("\tat ")
        .doesNotContain("  at ");
    for (Code code : codes) {
      assertThat(err).contains("[" + code.id() + "]");
    }
    return this;
  }

  /// Demands that the error stream says all of these.
  public Invocation saying(String... parts) {
    for (String part : parts) {
      assertThat(err).contains(part);
    }
    return this;
  }
}
