package io.intaglio.frontend;

/// Names from outside, made fit for a diagnostic.
public final class FileNames {
  private static final int LONGEST = 120;

  private FileNames() {}

  /// `name` on one line, without characters that steer a terminal, and not longer than 120.
  public static String printable(String name) {
    StringBuilder clean = new StringBuilder();
    name.codePoints()
        .limit(LONGEST)
        .map(c -> isPlain(c) ? c : '\uFFFD')
        .forEach(clean::appendCodePoint);
    return name.codePointCount(0, name.length()) > LONGEST ? clean + "…" : clean.toString();
  }

  /// Whether a name holds no control, format, surrogate or line-breaking characters.
  public static boolean isPlain(String name) {
    return name.codePoints().allMatch(FileNames::isPlain);
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
