package io.intaglio.frontend.keras.file;

import io.intaglio.ir.diag.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A zip file by its central directory, which is what Python reads. Only what is asked for is
/// inflated, and only to the size that the directory states; other entries cost nothing.
///
/// Names are compared, never used as paths.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, 4.3 and 4.4; Python's `zipfile`.
final class ZipDirectory {
  static final int MAX_ENTRIES = 1 << 10;

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1;

  /// The most that deflate makes of a byte.
  private static final long MAX_RATIO = 1032;

  private record Entry(
      String name, int flags, int method, int crc, long stored, long size, long local) {}

  private final ByteBuffer bytes;
  private final Map<String, Entry> entries = new HashMap<>();

  private ZipDirectory(byte[] content) {
    this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ZipDirectory of(byte[] content) throws Malformed {
    ZipDirectory directory = new ZipDirectory(content);
    try {
      directory.read();
    } catch (IndexOutOfBoundsException e) {
      throw broken();
    }
    return directory;
  }

  private static Malformed broken() {
    return Malformed.of("the zip file cannot be read");
  }

  private void read() throws Malformed {
    int end = bytes.limit() - END_BYTES;
    int last = Math.max(0, end - 0xFFFF);
    while (end >= last && bytes.getInt(end) != END) {
      end--;
    }
    if (end < last) {
      throw broken();
    }
    int count = Short.toUnsignedInt(bytes.getShort(end + 10));
    long size = Integer.toUnsignedLong(bytes.getInt(end + 12));
    long at = Integer.toUnsignedLong(bytes.getInt(end + 16));
    // Zip64 is for archives that are too large here; it has its own size of the directory.
    if (at + size != end) {
      throw broken();
    }
    if (count > MAX_ENTRIES) {
      throw new Malformed(Code.MOD_TOO_LARGE, "more than " + MAX_ENTRIES + " zip entries");
    }
    for (int n = 0; n < count; n++) {
      at += entry((int) at);
    }
    if (at != end) {
      throw broken();
    }
  }

  /// Reads the directory's entry at a place.
  ///
  /// @return its bytes
  private int entry(int at) throws Malformed {
    if (bytes.getInt(at) != ENTRY) {
      throw broken();
    }
    int name = Short.toUnsignedInt(bytes.getShort(at + 28));
    Entry entry =
        new Entry(
            text(at + ENTRY_BYTES, name),
            bytes.getShort(at + 8),
            bytes.getShort(at + 10),
            bytes.getInt(at + 16),
            Integer.toUnsignedLong(bytes.getInt(at + 20)),
            Integer.toUnsignedLong(bytes.getInt(at + 24)),
            Integer.toUnsignedLong(bytes.getInt(at + 42)));
    if (entries.put(entry.name(), entry) != null) {
      throw Malformed.of("the zip file has two entries of one name");
    }
    int extra = Short.toUnsignedInt(bytes.getShort(at + 30));
    int comment = Short.toUnsignedInt(bytes.getShort(at + 32));
    return ENTRY_BYTES + name + extra + comment;
  }

  private String text(int at, int length) {
    byte[] text = new byte[length];
    bytes.get(at, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// The content of an entry; empty if there is none of this name.
  ///
  /// @throws Malformed if it is damaged, or larger than `limit`
  Optional<byte[]> content(String name, long limit) throws Malformed {
    Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    boolean sound =
        (entry.flags() & ENCRYPTED) == 0
            && entry.stored() <= bytes.limit()
            && entry.size() <= MAX_RATIO * (entry.stored() + 1)
            && entry.local() <= bytes.limit();
    if (!sound) {
      throw broken();
    }
    if (entry.size() > limit) {
      throw new Malformed(Code.MOD_TOO_LARGE, name + " has more than " + limit + " bytes");
    }
    try {
      byte[] content = unpacked(entry, stored(entry));
      CRC32 crc = new CRC32();
      crc.update(content);
      if ((int) crc.getValue() != entry.crc()) {
        throw Malformed.of(name + " of the zip file is damaged");
      }
      return Optional.of(content);
    } catch (IndexOutOfBoundsException | DataFormatException e) {
      throw broken();
    }
  }

  private ByteBuffer stored(Entry entry) throws Malformed {
    int local = (int) entry.local();
    int name = Short.toUnsignedInt(bytes.getShort(local + 26));
    int extra = Short.toUnsignedInt(bytes.getShort(local + 28));
    if (bytes.getInt(local) != LOCAL || !text(local + LOCAL_BYTES, name).equals(entry.name())) {
      throw broken();
    }
    return bytes.slice(local + LOCAL_BYTES + name + extra, (int) entry.stored());
  }

  private static byte[] unpacked(Entry entry, ByteBuffer stored)
      throws Malformed, DataFormatException {
    byte[] content = new byte[(int) entry.size()];
    if (entry.method() == STORED && entry.stored() == entry.size()) {
      stored.get(content);
      return content;
    }
    if (entry.method() != DEFLATED) {
      throw broken();
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stored);
      int done = 0;
      // Once more when it is full, to see the end.
      byte[] beyond = new byte[1];
      while (!inflater.finished()) {
        int more =
            done < content.length
                ? inflater.inflate(content, done, content.length - done)
                : inflater.inflate(beyond);
        done += more;
        if (done > content.length || (more == 0 && !inflater.finished())) {
          throw broken();
        }
      }
      if (done != content.length) {
        throw broken();
      }
    } finally {
      inflater.end();
    }
    return content;
  }
}
