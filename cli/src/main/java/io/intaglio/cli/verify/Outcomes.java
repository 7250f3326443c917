package io.intaglio.cli.verify;

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
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
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
