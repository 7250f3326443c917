package io.intaglio.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;

/// Says on a terminal what a long command is doing: nothing for the first two seconds, then a line
/// that is overwritten, also while a step takes long. On anything that is no terminal it is silent.
public final class Progress implements AutoCloseable {
  private static final long SILENCE_MILLIS = 2_000;
  private static final long PAUSE_MILLIS = 200;

  private final PrintWriter err;
  private final Timer timer = new Timer("progress", true);
  private String step = "";
  private String shown = "";
  private boolean closed;

  /// Some releases of the JDK give no console where there is no terminal, some give one that says
  /// so.
  @SuppressWarnings("SystemConsoleNull")
  public Progress(PrintWriter err) {
    this(err, System.console() != null && System.console().isTerminal(), SILENCE_MILLIS);
  }

  Progress(PrintWriter err, boolean terminal, long silenceMillis) {
    this.err = err;
    if (terminal) {
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              show();
            }
          },
          silenceMillis,
          PAUSE_MILLIS);
    }
  }

  /// Names the step now at work.
  public synchronized void step(String what) {
    step = what;
  }

  /// Says how much of a step is done.
  public void step(String what, long done, long of) {
    step(String.format(Locale.ROOT, "%s %d/%d", what, done, of));
  }

  /// Wipes the line, until the next step: something else is about to be printed.
  public synchronized void pause() {
    step = "";
    show();
  }

  private synchronized void show() {
    if (closed || step.equals(shown)) {
      return;
    }
    err.print("\r" + step + " ".repeat(Math.max(0, shown.length() - step.length())));
    if (step.isEmpty()) {
      err.print("\r");
    }
    err.flush();
    shown = step;
  }

  /// Wipes the line.
  @Override
  public synchronized void close() {
    pause();
    closed = true;
    timer.cancel();
  }
}
