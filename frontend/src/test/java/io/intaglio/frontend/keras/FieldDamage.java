package io.intaglio.frontend.keras;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Damages the fields of a container's structures: sizes, counts, extents, addresses, versions of
/// HDF5's superblock, headers, trees and heaps, and of zip's directory and local headers.
final class FieldDamage {
  private static final List<String> HDF5 =
      List.of(
          "TREE", "SNOD", "HEAP", "GCOL", "OHDR", "OCHK", "FRHP", "FHDB", "BTHD", "BTLF", "FAHD",
          "FADB", "EAHD", "EAIB");
  private static final List<String> ZIP =
      List.of("PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006");
  private static final int SUPERBLOCK = 96;
  private static final int REACH = 96;

  private record Place(int at, int length) {}

  private final ByteBuffer bytes;
  private final RandomGenerator random;
  private final List<Place> places = new ArrayList<>();

  private FieldDamage(byte[] content, RandomGenerator random) {
    this.bytes = ByteBuffer.wrap(content.clone()).order(ByteOrder.LITTLE_ENDIAN);
    this.random = random;
  }

  /// One to three fields of an HDF5 file set to numbers that are extreme, near or someone else's
  /// address.
  static byte[] hdf5(byte[] content, RandomGenerator random) {
    FieldDamage damage = new FieldDamage(content, random);
    damage.places.add(new Place(8, Math.min(SUPERBLOCK, content.length) - 8));
    damage.find(HDF5, 8);
    damage.findHeaders();
    return damage.damaged();
  }

  static byte[] zip(byte[] content, RandomGenerator random) {
    FieldDamage damage = new FieldDamage(content, random);
    damage.find(ZIP, 1);
    return damage.damaged();
  }

  private void find(List<String> signatures, int step) {
    byte[] four = new byte[4];
    for (int at = 0; at + 4 <= bytes.limit(); at += step) {
      bytes.get(at, four);
      if (signatures.contains(new String(four, StandardCharsets.ISO_8859_1))) {
        places.add(new Place(at, Math.min(REACH, bytes.limit() - at)));
      }
    }
  }

  /// Object headers of version 1 have no signature: version, messages, references, size.
  private void findHeaders() {
    for (int at = 0; at + 16 <= bytes.limit(); at += 8) {
      int size = bytes.getInt(at + 8);
      boolean header =
          bytes.getShort(at) == 1
              && bytes.getShort(at + 2) > 0
              && bytes.getShort(at + 2) < 64
              && bytes.getInt(at + 4) == 1
              && size > 0
              && size % 8 == 0
              && size <= bytes.limit() - at - 16;
      if (header) {
        places.add(new Place(at, 16 + Math.min(size, 1024)));
      }
    }
  }

  private byte[] damaged() {
    for (int times = 1 + random.nextInt(3); times > 0 && !places.isEmpty(); times--) {
      Place place = places.get(random.nextInt(places.size()));
      int width = 1 << random.nextInt(4);
      int at = place.at() + random.nextInt(Math.max(1, place.length() / width)) * width;
      if (at + width <= bytes.limit()) {
        set(at, width);
      }
    }
    return bytes.array();
  }

  private void set(int at, int width) {
    long old = 0;
    for (int b = 0; b < width; b++) {
      old |= (bytes.get(at + b) & 0xFFL) << (8 * b);
    }
    long address = places.get(random.nextInt(places.size())).at();
    long value =
        switch (random.nextInt(8)) {
          case 0 -> 0;
          case 1 -> -1;
          case 2 -> 1L << random.nextInt(64);
          case 3 -> old + 1 - 2L * random.nextInt(2);
          case 4 -> address;
          case 5 -> bytes.limit() - random.nextInt(2);
          case 6 -> old << random.nextInt(1, 8);
          default -> random.nextInt(256);
        };
    for (int b = 0; b < width; b++) {
      bytes.put(at + b, (byte) (value >> (8 * b)));
    }
  }
}
