package io.intaglio.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One run of the command line in a process of its own.
///
/// @param peakBytes the most memory that was resident, seen shortly before the end; 0 where the
///     system does not tell
public record ChildCommand(int status, String out, String err, long peakBytes) {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");
  private static final long LIMIT_SECONDS = 120;
  private static final long PAUSE_MILLIS = 5;

  /// Runs `intaglio` under this process's own JDK and class path.
  ///
  /// @param options of the virtual machine
  public static ChildCommand run(List<String> options, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    Path out = Files.createTempFile("intaglio-out", ".txt");
    Path err = Files.createTempFile("intaglio-err", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      long peak = watch(process);
      return new ChildCommand(process.waitFor(), text(out), text(err), peak);
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static long watch(Process process) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    long peak = 0;
    do {
      peak = Math.max(peak, peak(process.pid()));
      if (System.nanoTime() > end) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + LIMIT_SECONDS + " s");
      }
    } while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    return peak;
  }

  /// The kernel's own high-water mark, so a peak between two looks is not missed.
  private static long peak(long process) {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process + "/status")));
      return peak.find() ? Long.parseLong(peak.group(1)) * 1024 : 0;
    } catch (IOException e) {
      return 0; // It has ended, or the system has no such file.
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
