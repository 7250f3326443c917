package io.intaglio.cli.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waiting for other threads.
final class Outcomes {
  private Outcomes() {}

  /// The result; what the other thread threw is thrown here.
  static <T> T of(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException cause -> cause;
        case Error cause -> throw cause;
        case IOException cause -> new UncheckedIOException(cause);
        case Throwable cause -> new IllegalStateException(cause);
      };
    }
  }

  /// Lets other threads work for a while.
  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
