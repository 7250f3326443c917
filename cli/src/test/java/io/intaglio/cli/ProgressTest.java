package io.intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProgressTest {
  private final StringWriter seen = new StringWriter();
  private final PrintWriter err = new PrintWriter(seen);

  /// Waits for the timer's thread; never ends if it does not write.
  private void await(String text) throws InterruptedException {
    while (!seen.toString().contains(text)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  @Timeout(60)
  void aStepThatTakesLongIsShownThoughNothingElseIsCalled() throws InterruptedException {
    try (Progress progress = new Progress(err, true, 1)) {
      progress.step("evaluating samples");
      await("\revaluating samples");
      progress.step("done", 3, 7);
      await("\rdone 3/7" + " ".repeat("evaluating samples".length() - "done 3/7".length()));
    }
    assertThat(seen.toString()).endsWith("\r" + " ".repeat("done 3/7".length()) + "\r");
  }

  @Test
  @Timeout(60)
  void aPauseWipesTheLineUntilTheNextStep() throws InterruptedException {
    try (Progress progress = new Progress(err, true, 1)) {
      progress.step("first");
      await("\rfirst");
      progress.pause();
      assertThat(seen.toString()).endsWith("\r     \r");
      progress.step("second");
      await("\rsecond");
    }
  }

  @Test
  void nothingIsShownBeforeTheSilenceIsOver() {
    try (Progress progress = new Progress(err, true, TimeUnit.HOURS.toMillis(1))) {
      progress.step("quick");
    }
    assertThat(seen.toString()).isEmpty();
  }

  @Test
  void nothingIsShownWhereThereIsNoTerminal() throws InterruptedException {
    try (Progress progress = new Progress(err, false, 0)) {
      progress.step("long");
      TimeUnit.MILLISECONDS.sleep(300);
      progress.pause();
    }
    assertThat(seen.toString()).isEmpty();
  }
}
