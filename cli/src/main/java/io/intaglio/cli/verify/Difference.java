package io.intaglio.cli.verify;

import io.intaglio.ir.diag.Origin;
import java.util.OptionalInt;

/// Where and how a design first departs from what it must do.
public sealed interface Difference {
  /// The cycle of the run, from 0 at power-up, before whose rising edge it was seen.
  int cycle();

  /// One sentence.
  String describe();

  /// A place in the design: the first value in graph order that differs while all before it agree.
  ///
  /// @param value the value's name in the graph; that of an output if only its port differs
  /// @param operator the graph operator that makes it
  /// @param element row-major
  /// @param net hierarchical name below the top module
  record Place(String value, String operator, Origin origin, int element, String net) {
    @Override
    public String toString() {
      String text = "%" + value + "[" + element + "] (" + operator + ", net " + net + ")";
      return origin.places().isEmpty() ? text : text + " from " + origin;
    }
  }

  /// A value is wrong.
  ///
  /// @param got in decimal, or in binary with `x` where bits are undefined
  /// @param sample which of the samples, from 0
  record WrongValue(Place place, long expected, String got, int sample, int cycle)
      implements Difference {
    @Override
    public String describe() {
      return place
          + " is "
          + got
          + ", expected "
          + expected
          + ", for sample "
          + sample
          + " in cycle "
          + cycle;
    }
  }

  /// A value is right but in another cycle.
  ///
  /// @param registers how many register ranks it has too many; negative if they are missing
  record WrongTime(Place place, int registers, int sample, int cycle) implements Difference {
    @Override
    public String describe() {
      int ranks = Math.abs(registers);
      return place
          + " is right but "
          + ranks
          + (ranks == 1 ? " cycle " : " cycles ")
          + (registers < 0 ? "early: " : "late: ")
          + (ranks == 1 ? "a register rank is " : ranks + " register ranks are ")
          + (registers < 0 ? "missing" : "too many")
          + ", for sample "
          + sample
          + " in cycle "
          + cycle;
    }
  }

  /// A control port is wrong.
  ///
  /// @param got `0`, `1` or `x`
  /// @param afterReset cycles since the last reset, where that is at most the latency
  /// @param registers how many ranks the valid bits pass too many, if that explains it
  record WrongControl(
      String port,
      boolean expected,
      String got,
      OptionalInt afterReset,
      OptionalInt registers,
      int cycle)
      implements Difference {
    @Override
    public String describe() {
      StringBuilder text = new StringBuilder();
      text.append(port).append(" is ").append(got).append(", expected ");
      text.append(expected ? 1 : 0).append(", in cycle ").append(cycle);
      afterReset.ifPresent(
          cycles -> text.append(", ").append(cycles).append(" after the last reset"));
      registers.ifPresent(
          ranks ->
              text.append(": the valid bit passes ")
                  .append(Math.abs(ranks))
                  .append(ranks < 0 ? " register ranks too few" : " register ranks too many"));
      return text.toString();
    }
  }

  /// Where nothing more than the output could be told.
  ///
  /// @param why what kept the inside from being read
  record Unlocated(Difference seen, String why) implements Difference {
    @Override
    public int cycle() {
      return seen.cycle();
    }

    @Override
    public String describe() {
      return seen.describe() + "; the layer is not known: " + why;
    }
  }
}
