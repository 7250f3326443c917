package io.intaglio.ir.text;

/// Strings between double quotes, and names behind `%`. Any Java string survives, unpaired
/// surrogates included; what an editor or terminal would not show is escaped.
final class Quoting {
  private Quoting() {}

  /// A name as written, with its sign: `%fc1.acc`, `%"/conv1/Relu"`.
  static String name(String name) {
    return "%" + (isBare(name) ? name : quote(name));
  }

  static boolean isBare(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '.';
      if (!plain) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  static String quote(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); ) {
      int point = value.codePointAt(i);
      append(quoted, point);
      i += Character.charCount(point);
    }
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int point) {
    switch (point) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (isVisible(point)) {
          quoted.appendCodePoint(point);
        } else {
          quoted.append("\\u{").append(Integer.toHexString(point)).append('}');
        }
      }
    }
  }

  private static boolean isVisible(int point) {
    if (point >= ' ' && point < 0x7f) {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> true;
    };
  }

  /// What stands between the quotes of `quoted`.
  ///
  /// @throws IllegalArgumentException on an escape that is none
  static String unquote(String quoted) {
    StringBuilder value = new StringBuilder(quoted.length());
    int end = quoted.length() - 1;
    int i = 1;
    while (i < end) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        value.append(c);
        i++;
        continue;
      }
      char escape = quoted.charAt(i + 1);
      i += 2;
      switch (escape) {
        case '"' -> value.append('"');
        case '\\' -> value.append('\\');
        case 'n' -> value.append('\n');
        case 't' -> value.append('\t');
        case 'u' -> {
          int close = quoted.indexOf('}', i);
          value.appendCodePoint(codePoint(quoted, i, close));
          i = close + 1;
        }
        default -> throw new IllegalArgumentException("no escape: \\" + escape);
      }
    }
    return value.toString();
  }

  private static int codePoint(String quoted, int open, int close) {
    if (close < open + 2 || close > open + 7 || quoted.charAt(open) != '{') {
      throw new IllegalArgumentException("\\u needs a code point, as in \\u{2028}");
    }
    int point = 0;
    for (int i = open + 1; i < close; i++) {
      int digit = Character.digit(quoted.charAt(i), 16);
      if (digit < 0) {
        throw new IllegalArgumentException("\\u needs a code point, as in \\u{2028}");
      }
      point = point * 16 + digit;
    }
    if (point > Character.MAX_CODE_POINT) {
      throw new IllegalArgumentException("no code point: " + Integer.toHexString(point));
    }
    return point;
  }
}
