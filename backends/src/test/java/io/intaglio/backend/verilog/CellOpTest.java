package io.intaglio.backend.verilog;

import static org.assertj.core.api.Assertions.assertThat;

import io.intaglio.ir.datapath.Bus;
import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Datapath;
import io.intaglio.ir.datapath.Handshake;
import io.intaglio.ir.datapath.Instance;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.datapath.Layer;
import io.intaglio.ir.datapath.Source;
import io.intaglio.ir.diag.Origin;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every operator of cells at its extremes, each a layer of one design: `of(…)` names the operator,
/// the types of its operands and the interval of its result; a `row` is operands, then the result.
class CellOpTest {
  private static final long MIN63 = -(1L << 62);
  private static final long MAX63 = (1L << 62) - 1;
  private static final long MAXU63 = Long.MAX_VALUE;

  @TempDir Path folder;

  private record Case(
      String name, List<IntType> inputs, CellOp op, long lo, long hi, List<long[]> rows) {
    Case row(long... numbers) {
      rows.add(numbers);
      return this;
    }
  }

  private final List<Case> cases = new ArrayList<>();

  private Case of(String name, String inputs, CellOp op, long lo, long hi) {
    List<IntType> types = List.of(inputs.split(" ", -1)).stream().map(IntType::parse).toList();
    Case created = new Case(name, types, op, lo, hi, new ArrayList<>());
    cases.add(created);
    return created;
  }

  private void sums() {
    of("add mixed", "s4 u4", new CellOp.Add(0, 0, 1, 0), -8, 22)
        .row(-8, 0, -8)
        .row(7, 15, 22)
        .row(-1, 15, 14)
        .row(-1, 1, 0);
    of("add shifted", "s4 s3", new CellOp.Add(0, 2, 1, 5), -160, 124)
        .row(-8, -4, -160)
        .row(7, 3, 124)
        .row(-1, 1, 28);
    of("add one-bit signed", "s1 s1", new CellOp.Add(0, 0, 1, 3), -9, 0)
        .row(-1, -1, -9)
        .row(0, -1, -8)
        .row(-1, 0, -1);
    of("add nothing", "u0 s5", new CellOp.Add(0, 4, 1, 0), -16, 15).row(0, -16, -16).row(0, 15, 15);
    of("add widest", "s62 s62", new CellOp.Add(0, 0, 1, 0), MIN63, MAX63 - 1)
        .row(MIN63 / 2, MIN63 / 2, MIN63)
        .row(MAX63 / 2, MAX63 / 2, MAX63 - 1)
        .row(MIN63 / 2, MAX63 / 2, -1);
    of("subtract unsigned", "u4 u4", new CellOp.Subtract(0, 0, 1, 0), -15, 15)
        .row(0, 15, -15)
        .row(15, 0, 15)
        .row(8, 8, 0);
    of("subtract to the extreme", "u1 u62", new CellOp.Subtract(0, 0, 1, 0), -MAX63, 1)
        .row(0, MAX63, -MAX63)
        .row(1, 0, 1);
    of("subtract shifted", "s3 s3", new CellOp.Subtract(0, 3, 1, 1), -38, 32)
        .row(-4, 3, -38)
        .row(3, -4, 32);
    of("negate", "s4", new CellOp.Negate(0), -7, 8).row(-8, 8).row(7, -7).row(0, 0);
    of("negate one bit", "u1", new CellOp.Negate(0), -1, 0).row(1, -1).row(0, 0);
    of("negate the most negative", "s62", new CellOp.Negate(0), -(MAX63 / 2), MAX63 / 2 + 1)
        .row(MIN63 / 2, MAX63 / 2 + 1)
        .row(MAX63 / 2, -(MAX63 / 2));
    of("multiply signed", "s4 s5", new CellOp.Multiply(0, 1), -120, 128)
        .row(-8, -16, 128)
        .row(-8, 15, -120)
        .row(7, -16, -112)
        .row(7, 15, 105);
    of("multiply mixed", "s3 u4", new CellOp.Multiply(0, 1), -60, 45)
        .row(-4, 15, -60)
        .row(3, 15, 45);
    of("multiply unsigned", "u4 u4", new CellOp.Multiply(0, 1), 0, 225).row(15, 15, 225);
    of("multiply one-bit signed", "s1 s1", new CellOp.Multiply(0, 1), 0, 1)
        .row(-1, -1, 1)
        .row(0, -1, 0);
  }

  private void shifts() {
    of("shift left", "s3", new CellOp.ShiftLeft(0, 4), -64, 48).row(-4, -64).row(3, 48);
    of("shift to the extreme", "s1", new CellOp.ShiftLeft(0, 62), MIN63, 0).row(-1, MIN63);
    of("shift right", "s6", new CellOp.ShiftRight(0, 3), -4, 3)
        .row(-32, -4)
        .row(-1, -1)
        .row(-9, -2)
        .row(31, 3);
    of("shift right beyond", "s6", new CellOp.ShiftRight(0, 9), -1, 0).row(-32, -1).row(31, 0);
    of("shift right unsigned", "u6", new CellOp.ShiftRight(0, 3), 0, 7).row(63, 7).row(7, 0);
    rounding(Rounding.CEIL, -8, 8, -8, -7, -7, -7, 0, 0, 0, 1, 1, 1, 2, 8);
    rounding(Rounding.TOWARD_ZERO, -8, 7, -8, -7, -7, -7, 0, 0, 0, 0, 0, 0, 1, 7);
    rounding(Rounding.AWAY_FROM_ZERO, -8, 8, -8, -8, -8, -8, -1, -1, 0, 1, 1, 1, 2, 8);
    rounding(Rounding.HALF_EVEN, -8, 8, -8, -8, -8, -7, 0, 0, 0, 0, 0, 1, 2, 8);
    rounding(Rounding.HALF_AWAY, -8, 8, -8, -8, -8, -7, -1, 0, 0, 0, 1, 1, 2, 8);
    rounding(Rounding.HALF_TOWARD_ZERO, -8, 8, -8, -8, -7, -7, 0, 0, 0, 0, 0, 1, 1, 8);
    of("round one bit to even", "s4", new CellOp.RoundShift(0, 1, Rounding.HALF_EVEN), -4, 4)
        .row(1, 0)
        .row(3, 2)
        .row(5, 2)
        .row(7, 4)
        .row(-1, 0)
        .row(-3, -2)
        .row(-5, -2);
    of("round unsigned away", "u4", new CellOp.RoundShift(0, 2, Rounding.HALF_AWAY), 0, 4)
        .row(15, 4)
        .row(6, 2)
        .row(5, 1);
    of("round to nothing", "s4", new CellOp.RoundShift(0, 6, Rounding.HALF_AWAY), 0, 0)
        .row(-8, 0)
        .row(7, 0);
    of("round the widest up", "s63", new CellOp.RoundShift(0, 61, Rounding.CEIL), -2, 2)
        .row(MIN63, -2)
        .row(MAX63, 2)
        .row(-1, 0)
        .row(1, 1);
  }

  /// `x/4` of an `s6` at −32, −31, −30, −29, −2, −1, 0, 1, 2, 3, 6, 31.
  private void rounding(Rounding mode, long lo, long hi, long... results) {
    Case rows = of("round " + mode, "s6", new CellOp.RoundShift(0, 2, mode), lo, hi);
    long[] points = {-32, -31, -30, -29, -2, -1, 0, 1, 2, 3, 6, 31};
    for (int i = 0; i < points.length; i++) {
      rows.row(points[i], results[i]);
    }
  }

  private void limits() {
    of("clamp", "s6", new CellOp.Clamp(0, -3, 9), -3, 9)
        .row(-32, -3)
        .row(-3, -3)
        .row(-4, -3)
        .row(9, 9)
        .row(10, 9)
        .row(31, 9);
    of("clamp below the type", "s6", new CellOp.Clamp(0, -1000, 9), -32, 9)
        .row(-32, -32)
        .row(31, 9);
    of("clamp above the type", "u4", new CellOp.Clamp(0, 0, 1000), 0, 15).row(15, 15).row(0, 0);
    of("clamp to above", "s4", new CellOp.Clamp(0, 50, 60), 50, 50).row(-8, 50).row(7, 50);
    of("clamp to the extreme", "s63", new CellOp.Clamp(0, MIN63, -1), MIN63, -1)
        .row(MIN63, MIN63)
        .row(MAX63, -1);
    of("wrap signed", "s8", new CellOp.Wrap(0, IntType.signed(4)), -8, 7)
        .row(7, 7)
        .row(8, -8)
        .row(-9, 7)
        .row(-128, 0);
    of("wrap unsigned", "s8", new CellOp.Wrap(0, IntType.unsigned(4)), 0, 15)
        .row(-1, 15)
        .row(16, 0)
        .row(127, 15);
    of("wrap into a wider type", "s4", new CellOp.Wrap(0, IntType.unsigned(8)), 0, 255)
        .row(-1, 255)
        .row(-8, 248)
        .row(7, 7);
    of("at least", "s4", new CellOp.AtLeast(0, -3), 0, 1).row(-3, 1).row(-4, 0).row(7, 1);
    of("at least, always", "u4", new CellOp.AtLeast(0, 0), 1, 1).row(0, 1).row(15, 1);
    of("at least, never", "u4", new CellOp.AtLeast(0, 16), 0, 0).row(15, 0);
    of("at most", "u4", new CellOp.AtMost(0, 14), 0, 1).row(14, 1).row(15, 0);
    of("at most, always", "s4", new CellOp.AtMost(0, 7), 1, 1).row(7, 1).row(-8, 1);
    of("at most of the extreme", "s63", new CellOp.AtMost(0, MIN63), 0, 1)
        .row(MIN63, 1)
        .row(MIN63 + 1, 0);
    of("at least one-bit signed", "s1", new CellOp.AtLeast(0, 0), 0, 1).row(0, 1).row(-1, 0);
  }

  private void choices() {
    of("greater signed", "s4 s5", new CellOp.Greater(0, 1), 0, 1)
        .row(-8, -16, 1)
        .row(-8, 15, 0)
        .row(7, 7, 0);
    of("greater mixed", "s4 u4", new CellOp.Greater(0, 1), 0, 1)
        .row(-1, 15, 0)
        .row(-1, 0, 0)
        .row(7, 6, 1);
    of("greater mixed, turned", "u63 s63", new CellOp.Greater(0, 1), 0, 1)
        .row(MAXU63, MAX63, 1)
        .row(0, -1, 1)
        .row(0, 0, 0)
        .row(5, 6, 0);
    of("greater unsigned", "u4 u2", new CellOp.Greater(0, 1), 0, 1).row(15, 3, 1).row(2, 3, 0);
    of("greater than nothing", "s4 u0", new CellOp.Greater(0, 1), 0, 1)
        .row(1, 0, 1)
        .row(0, 0, 0)
        .row(-1, 0, 0);
    of("select", "u1 s4 u6", new CellOp.Select(0, 1, 2), -8, 63)
        .row(1, -8, 63, -8)
        .row(0, -8, 63, 63);
    List<Long> squares = List.of(99L, 16L, 9L, 4L, 1L, 0L, 1L, 4L, 9L, 99L);
    of("table signed", "s3", new CellOp.Table(0, -5, squares), 0, 16)
        .row(-4, 16)
        .row(-1, 1)
        .row(0, 0)
        .row(3, 9);
    of("table of extremes", "u1", new CellOp.Table(0, 0, List.of(MIN63, MAX63)), MIN63, MAX63)
        .row(0, MIN63)
        .row(1, MAX63);
    of("register", "s63", new CellOp.Register(0), MIN63, MAX63).row(MIN63, MIN63).row(MAX63, MAX63);
    of("register of one signed bit", "s1", new CellOp.Register(0), -1, 0).row(-1, -1).row(0, 0);
  }

  @Test
  void everyOperatorAtItsExtremesUnderIcarusAndVerilator() {
    Tools.need("verilator", "iverilog", "yosys");
    sums();
    shifts();
    limits();
    choices();
    assertThat(cases.stream().map(c -> c.op().getClass()).distinct())
        .as("every operator but those that every kernel has")
        .hasSize(CellOp.class.getPermittedSubclasses().length - 2);
    int samples = cases.stream().mapToInt(c -> c.rows().size()).max().orElseThrow();
    Simulation simulation =
        new Simulation(folder, design(), samples, column(samples, true), column(samples, false));
    simulation.lintAndCheck();
    assertThat(simulation.icarus(5)).startsWith("PASS: " + samples + " vectors");
    assertThat(simulation.verilator(6)).contains("PASS: " + samples + " vectors");
  }

  private Datapath design() {
    List<Bus> inputs = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<IntType> results = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case c = cases.get(i);
      Bus input = new Bus("in " + i, c.inputs(), 1);
      inputs.add(input);
      Kernel kernel = kernel(c);
      IntType type = kernel.cells().getLast().type();
      Bus result = new Bus(c.name(), List.of(type), 2);
      results.add(type);
      sources.add(new Source.Element(c.name(), 0));
      Origin origin = Origin.node("cases.onnx", c.name());
      List<Source> operands =
          IntStream.range(0, c.inputs().size())
              .mapToObj(e -> (Source) new Source.Element(input.value(), e))
              .toList();
      layers.add(
          new Layer.Compute(
              result, "case", kernel, List.of(new Instance(operands, List.of(0))), origin));
    }
    Bus all = new Bus("results", results, 2);
    layers.add(new Layer.Route(all, "concat", sources, Origin.NONE));
    outputs.add("results");
    return new Datapath(
        "cases", 5000, "asic", Handshake.VALID_READY, inputs, layers, outputs, 2, 1);
  }

  private static Kernel kernel(Case c) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < c.inputs().size(); i++) {
      IntType type = c.inputs().get(i);
      cells.add(new Cell("x" + i, new CellOp.Input(i), type.min(), type.max(), 0));
    }
    if (c.op() instanceof CellOp.Register) {
      cells.add(new Cell("y", c.op(), c.lo(), c.hi(), 1));
    } else {
      cells.add(new Cell("y", c.op(), c.lo(), c.hi(), 0));
      cells.add(new Cell("y", new CellOp.Register(cells.size() - 1), c.lo(), c.hi(), 1));
    }
    return new Kernel(c.name(), cells, List.of(cells.size() - 1), 1);
  }

  /// Operands by port, or the results as one port; cases with fewer rows repeat their last.
  private long[][] column(int samples, boolean operands) {
    List<long[]> rows = new ArrayList<>();
    List<Bus> ports = new ArrayList<>();
    for (int s = 0; s < samples; s++) {
      List<Long> row = new ArrayList<>();
      for (Case c : cases) {
        long[] numbers = c.rows().get(Math.min(s, c.rows().size() - 1));
        assertThat(numbers).as(c.name()).hasSize(c.inputs().size() + 1);
        int from = operands ? 0 : c.inputs().size();
        int to = operands ? c.inputs().size() : numbers.length;
        for (int i = from; i < to; i++) {
          row.add(numbers[i]);
        }
      }
      rows.add(row.stream().mapToLong(Long::longValue).toArray());
    }
    if (operands) {
      cases.forEach(c -> ports.add(new Bus(c.name(), c.inputs(), 1)));
    } else {
      List<IntType> types = cases.stream().map(c -> IntType.holding(c.lo(), c.hi())).toList();
      ports.add(new Bus("results", types, 2));
    }
    return Simulation.byPort(ports, rows);
  }
}
