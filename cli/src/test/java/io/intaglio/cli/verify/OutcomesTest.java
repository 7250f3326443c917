package io.intaglio.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.intaglio.cli.tool.ToolFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  @Test
  void whatTheOtherThreadThrewIsThrown() {
    for (Throwable thrown :
        new Throwable[] {
          new OutOfMemoryError(), new StackOverflowError(), new ToolFailure("g++")
        }) {
      assertThatThrownBy(() -> Outcomes.of(failed(thrown))).isSameAs(thrown);
    }
    IOException full = new IOException("No space left on device");
    assertThatThrownBy(() -> Outcomes.of(failed(full)))
        .isInstanceOf(UncheckedIOException.class)
        .hasCause(full);
  }

  @Test
  void whatTheOtherThreadMadeIsReturned() {
    assertThat(Outcomes.of(CompletableFuture.completedFuture(7))).isEqualTo(7);
  }

  private static Future<Integer> failed(Throwable thrown) {
    return CompletableFuture.failedFuture(thrown);
  }
}
