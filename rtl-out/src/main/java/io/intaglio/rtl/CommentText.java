package io.intaglio.rtl;

import java.util.Locale;
import java.util.regex.Pattern;

/// Text that may stand in a comment of Verilog, Tcl or a Yosys script: printable ASCII on one line
/// which no tool takes for a pragma and which does not go on in the next line.
public final class CommentText {
  private static final Pattern DIRECTIVE =
      Pattern.compile("\\s*(verilator|synopsys|synthesis|pragma|cadence|ambit|xilinx)\\b.*");

  private CommentText() {}

  /// Other characters become `\\uXXXX`; text that begins like a tool's pragma or ends with a
  /// backslash is quoted.
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        clean.append(c);
      } else {
        clean.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    String line = clean.toString();
    boolean quoted =
        line.endsWith("\\") || DIRECTIVE.matcher(line.toLowerCase(Locale.ROOT)).matches();
    return quoted ? "'" + line + "'" : line;
  }
}
