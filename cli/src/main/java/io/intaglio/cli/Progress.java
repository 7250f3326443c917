package io.intaglio.cli;

import java.io.PrintWriter;
import java.util.Locale;

/// Says on a terminal what a long command is doing: nothing for the first two seconds, then a line
/// that is overwritten. On anything that is no terminal it is silent.
public final class Progress implements AutoCloseable {
  private static final long SILENCE_NANOS = 2_000_000_000L;
  private static final long PAUSE_NANOS = 200_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long shown;
  private int width;

  /// Some releases of the JDK give no console where there is no terminal, some give one that says
  // so.
  @SuppressWarnings("SystemConsoleNull")
  public Progress(PrintWriter err) {
    this.err = err;
    this.terminal = System.console() != null && System.console().isTerminal();
  }

  /// Names the step now at work.
  public void step(String what) {
    show(what);
  }

  /// Says how much of a step is done.
  public void step(String what, long done, long of) {
    show(String.format(Locale.ROOT, "%s %d/%d", what, done, of));
  }

  private void show(String text) {
    long now = System.nanoTime();
    if (!terminal || now - start < SILENCE_NANOS || now - shown < PAUSE_NANOS) {
      return;
    }
    shown = now;
    err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
    err.flush();
    width = text.length();
  }

  /// Wipes the line.
  @Override
  public void close() {
    if (width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
    }
  }
}
