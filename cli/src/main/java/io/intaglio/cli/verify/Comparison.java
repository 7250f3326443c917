package io.intaglio.cli.verify;

import java.util.OptionalInt;

/// The response of a run held against its schedule, every cycle and every bit.
///
/// @param firstWrongControl the first cycle in which a control port is wrong
/// @param firstWrongData the first cycle in which an output that matters is wrong
record Comparison(
    int cycles,
    long mismatchingBits,
    int wrongCycles,
    OptionalInt firstWrongControl,
    OptionalInt firstWrongData) {

  /// @param expected packed outputs of every sample
  /// @param packing how outputs lie in a row of the response, from its first word on
  static Comparison of(Schedule schedule, Response response, int[] expected, Packing packing) {
    int cycles = 0;
    long bits = 0;
    int wrongCycles = 0;
    OptionalInt control = OptionalInt.empty();
    OptionalInt data = OptionalInt.empty();
    for (int row = 0; row < response.rows(); row++) {
      int cycle = response.first() + row;
      if (cycle < schedule.checkedFrom()) {
        continue;
      }
      cycles++;
      if (response.status()[row] != schedule.status()[cycle]) {
        wrongCycles++;
        control = control.isPresent() ? control : OptionalInt.of(cycle);
      }
      int sample = schedule.shown()[cycle];
      int wrong = sample < 0 ? 0 : wrongBits(response, row, expected, sample, packing);
      bits += wrong;
      data = wrong == 0 || data.isPresent() ? data : OptionalInt.of(cycle);
    }
    return new Comparison(cycles, bits, wrongCycles, control, data);
  }

  private static int wrongBits(
      Response response, int row, int[] expected, int sample, Packing packing) {
    int wrong = 0;
    for (int word = 0; word < (packing.bits() + 31) / 32; word++) {
      int at = row * response.words() + word;
      int differing = response.data()[at] ^ expected[sample * packing.words() + word];
      if (response.knowsUnknown()) {
        differing |= response.unknown()[at];
      }
      int left = packing.bits() - 32 * word;
      wrong += Integer.bitCount(left >= 32 ? differing : differing & ((1 << left) - 1));
    }
    return wrong;
  }
}
