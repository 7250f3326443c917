package io.intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.cli.tool.ToolFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class FailureReportTest {
  private final StringWriter text = new StringWriter();

  @Test
  void aToolThatFailsIsNoMistakeOfOurs() {
    assertThat(report(new ToolFailure("g++ cannot be started"))).isEqualTo(Main.TOOL_MISSING);
    assertThat(text).asString().contains("g++ cannot be started [TOOL-001]", "intaglio doctor");
  }

  @Test
  void aFileThatCannotBeWrittenIsNoMistakeOfOurs() {
    IOException full = new IOException("No space left on device");
    assertThat(report(new UncheckedIOException(full))).isEqualTo(Main.BAD_INPUT);
    assertThat(text).asString().contains("No space left on device", "USE-002", "check space");
    assertThat(report(new AccessDeniedException("/home"))).isEqualTo(Main.BAD_INPUT);
    assertThat(text).asString().contains("AccessDeniedException, /home");
    assertThat(report(new UncheckedIOException(new FileNotFoundException("x"))))
        .isEqualTo(Main.BAD_INPUT);
  }

  @Test
  void aHeapAndAStackThatAreTooSmallAreToldApart() {
    assertThat(report(new OutOfMemoryError())).isEqualTo(Main.BAD_INPUT);
    assertThat(text).asString().contains("Java heap", "-Xmx8g").doesNotContain("nested");
    text.getBuffer().setLength(0);
    assertThat(report(new StackOverflowError())).isEqualTo(Main.BAD_INPUT);
    assertThat(text).asString().contains("nested too deep", "-Xss64m").doesNotContain("heap");
  }

  @Test
  void whatIsOurMistakeIsSaidToBe() {
    assertThat(report(new IllegalStateException("odd"))).isEqualTo(Main.INTERNAL_ERROR);
    assertThat(text).asString().contains("a mistake of ours", "odd");
    assertThat(report(new AssertionError("odder"))).isEqualTo(Main.INTERNAL_ERROR);
  }

  private int report(Throwable thrown) {
    PrintWriter err = new PrintWriter(text, true);
    int status = Main.report(thrown, err);
    err.flush();
    return status;
  }
}
