package io.intaglio.rtl;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/// Gives out identifiers: a suggestion and an owner become a legal name, unique in this scope and
/// the same on every run that asks in the same order.
///
/// Names differ in more than the case of their letters, because file systems and tools that fold
/// case exist. A name that is too long keeps its beginning and gets a checksum of the whole, so
/// that long names which differ only at the end stay apart whatever the order of asking.
public final class NameScope {
  /// The longest name given out, save for a number that makes it unique.
  public static final int MAX_LENGTH = 48;

  private final Map<Object, Name> owners = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  public NameScope() {}

  private NameScope(NameScope outer) {
    taken.addAll(outer.taken);
  }

  /// A scope that avoids every name given out here so far; what it gives out is unknown here.
  public NameScope inner() {
    return new NameScope(this);
  }

  /// Takes `name` out of circulation.
  ///
  /// @throws IllegalArgumentException if it was given out already
  public Name reserve(String name) {
    Name reserved = new Name(name);
    if (!taken.add(folded(name))) {
      throw new IllegalArgumentException("the name '" + name + "' is taken");
    }
    return reserved;
  }

  /// A new name for `owner`.
  ///
  /// @throws IllegalArgumentException if the owner has one already
  public Name name(String suggestion, Object owner) {
    if (owners.containsKey(owner)) {
      throw new IllegalArgumentException("owner '" + owner + "' has a name already");
    }
    Name name = name(suggestion);
    owners.put(owner, name);
    return name;
  }

  /// A new name that nobody asks for again.
  public Name name(String suggestion) {
    String legal = legal(suggestion);
    String unique = legal;
    for (int n = 2; Keywords.contains(unique) || !taken.add(folded(unique)); n++) {
      unique = legal + "_" + n;
    }
    return new Name(unique);
  }

  /// The name that `owner` was given.
  ///
  /// @throws IllegalArgumentException if it has none
  public Name of(Object owner) {
    Name name = owners.get(owner);
    if (name == null) {
      throw new IllegalArgumentException("owner '" + owner + "' has no name");
    }
    return name;
  }

  /// `text` with every character that an identifier may not have as `_`, no leading, trailing or
  /// doubled `_`, an `n` before a leading digit, and no longer than [#MAX_LENGTH]. It may be a
  /// keyword.
  static String legal(String text) {
    String plain =
        text.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+", "").replaceAll("_+$", "");
    if (plain.isEmpty()) {
      plain = "n";
    }
    if (Character.isDigit(plain.charAt(0))) {
      plain = "n" + plain;
    }
    return plain.length() <= MAX_LENGTH
        ? plain
        : plain.substring(0, MAX_LENGTH - 9) + "_" + checksum(text);
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
