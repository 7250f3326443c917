package io.intaglio.rtl;

import java.util.regex.Pattern;

/// A simple identifier that is legal in Verilog-2005 and no keyword of Verilog or SystemVerilog.
/// The only door through which text becomes an identifier; models' names come from a [NameScope].
public record Name(String text) {
  private static final Pattern SIMPLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public Name {
    if (!SIMPLE.matcher(text).matches()) {
      throw new IllegalArgumentException("not a Verilog identifier: '" + text + "'");
    }
    if (Keywords.contains(text)) {
      throw new IllegalArgumentException("a keyword cannot be an identifier: '" + text + "'");
    }
  }

  public static Name of(String text) {
    return new Name(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
