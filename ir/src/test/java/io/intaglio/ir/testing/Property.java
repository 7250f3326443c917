package io.intaglio.ir.testing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Checks a claim on seeded random data and, where it fails, looks for a smaller counterexample.
public final class Property {
  private static final int SHRINK_STEPS = 500;

  private Property() {}

  /// A claim about `T`: it fails by throwing.
  @FunctionalInterface
  public interface Check<T> {
    void accept(T value) throws Exception;
  }

  /// Makes a value from each seed in `[firstSeed, firstSeed + tries)` and checks it.
  ///
  /// @param shrinker smaller values to try in the place of a failing one, most promising first
  /// @throws AssertionError with the seed, the smallest counterexample found and its failure
  public static <T> void forAll(
      long firstSeed,
      int tries,
      Function<SplittableRandom, T> generator,
      Function<T, List<T>> shrinker,
      Check<T> check) {
    for (long seed = firstSeed; seed < firstSeed + tries; seed++) {
      T value = generator.apply(new SplittableRandom(seed));
      Throwable failure = failure(check, value);
      if (failure != null) {
        throw counterexample(seed, value, failure, shrinker, check);
      }
    }
  }

  private static <T> AssertionError counterexample(
      long seed, T value, Throwable failure, Function<T, List<T>> shrinker, Check<T> check) {
    T smallest = value;
    Throwable cause = failure;
    int steps = 0;
    boolean shrunk = true;
    while (shrunk && steps < SHRINK_STEPS) {
      shrunk = false;
      for (T candidate : shrinker.apply(smallest)) {
        steps++;
        Throwable again = failure(check, candidate);
        if (again != null) {
          smallest = candidate;
          cause = again;
          shrunk = true;
          break;
        }
      }
    }
    return new AssertionError(
        "seed " + seed + ", after " + steps + " shrinking steps: " + smallest, cause);
  }

  private static <T> Throwable failure(Check<T> check, T value) {
    try {
      check.accept(value);
      return null;
    } catch (Exception | AssertionError e) {
      return e;
    }
  }
}
