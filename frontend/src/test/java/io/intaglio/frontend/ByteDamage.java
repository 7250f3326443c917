package io.intaglio.frontend;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Damages files in their bytes.
public final class ByteDamage {
  private ByteDamage() {}

  /// Cuts, copies, removes or flips something.
  public static byte[] of(byte[] content, RandomGenerator random) {
    byte[] damaged = content.clone();
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(damaged, random.nextInt(damaged.length));
      case 1 -> {
        int length = random.nextInt(Math.min(64, damaged.length));
        int from = random.nextInt(damaged.length - length);
        int to = random.nextInt(damaged.length - length);
        System.arraycopy(content, from, damaged, to, length);
        yield damaged;
      }
      case 2 -> {
        int cut = random.nextInt(damaged.length);
        int length = random.nextInt(Math.min(32, damaged.length - cut));
        System.arraycopy(content, cut + length, damaged, cut, damaged.length - cut - length);
        yield Arrays.copyOf(damaged, damaged.length - length);
      }
      default -> {
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        yield damaged;
      }
    };
  }
}
