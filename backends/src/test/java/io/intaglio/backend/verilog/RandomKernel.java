package io.intaglio.backend.verilog;

import io.intaglio.ir.datapath.Cell;
import io.intaglio.ir.datapath.CellOp;
import io.intaglio.ir.datapath.Kernel;
import io.intaglio.ir.real.Rounding;
import io.intaglio.ir.type.IntType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A random kernel in which every cell is used and carries an interval that interval arithmetic
/// proves.
final class RandomKernel {
  private static final BigInteger MAX = BigInteger.TWO.pow(62).subtract(BigInteger.ONE);
  private static final BigInteger MIN = BigInteger.TWO.pow(62).negate();

  private final RandomGenerator random;
  private final List<Cell> cells = new ArrayList<>();
  private List<Integer> live = new ArrayList<>();
  private int stage;

  private RandomKernel(RandomGenerator random) {
    this.random = random;
  }

  static Kernel of(RandomGenerator random, String name, List<IntType> inputs, int depth) {
    RandomKernel kernel = new RandomKernel(random);
    for (int i = 0; i < inputs.size(); i++) {
      IntType type = inputs.get(i);
      kernel.live.add(kernel.cell(new CellOp.Input(i), type.min(), type.max()));
    }
    for (int rank = 0; rank < depth; rank++) {
      int count = 2 + random.nextInt(6);
      for (int i = 0; i < count; i++) {
        kernel.grow();
      }
      kernel.rank();
    }
    return kernel.finish(name, depth);
  }

  private int cell(CellOp op, long lo, long hi) {
    cells.add(new Cell("c" + cells.size(), op, lo, hi, stage));
    return cells.size() - 1;
  }

  private int pick() {
    return live.get(random.nextInt(live.size()));
  }

  private Cell at(int cell) {
    return cells.get(cell);
  }

  private void grow() {
    int a = random.nextInt(8) == 0 ? literal() : pick();
    int b = random.nextInt(8) == 0 ? literal() : pick();
    candidate(a, b).ifPresent(live::add);
  }

  private int literal() {
    long value = random.nextLong() >> (1 + random.nextInt(63));
    return cell(new CellOp.Literal(value), value, value);
  }

  /// Registers every live cell.
  private void rank() {
    List<Integer> next = new ArrayList<>();
    stage++;
    for (int cell : live) {
      next.add(cell(new CellOp.Register(cell), at(cell).lo(), at(cell).hi()));
    }
    live = next;
  }

  private Kernel finish(String name, int depth) {
    boolean[] used = new boolean[cells.size()];
    live.forEach(output -> used[output] = true);
    for (int c = cells.size() - 1; c >= 0; c--) {
      if (used[c]) {
        for (int operand : at(c).op().operands()) {
          used[operand] = true;
        }
      }
    }
    int[] index = new int[used.length];
    List<Cell> kept = new ArrayList<>();
    for (int c = 0; c < used.length; c++) {
      if (used[c] || at(c).op() instanceof CellOp.Input) {
        index[c] = kept.size();
        Cell cell = at(c);
        kept.add(
            new Cell(cell.name(), moved(cell.op(), index), cell.lo(), cell.hi(), cell.stage()));
      }
    }
    return new Kernel(name, kept, live.stream().map(output -> index[output]).toList(), depth);
  }

  private static CellOp moved(CellOp op, int[] to) {
    return switch (op) {
      case CellOp.Input _, CellOp.Literal _ -> op;
      case CellOp.Add(int a, int i, int b, int j) -> new CellOp.Add(to[a], i, to[b], j);
      case CellOp.Subtract(int a, int i, int b, int j) -> new CellOp.Subtract(to[a], i, to[b], j);
      case CellOp.Negate(int x) -> new CellOp.Negate(to[x]);
      case CellOp.ShiftLeft(int x, int n) -> new CellOp.ShiftLeft(to[x], n);
      case CellOp.ShiftRight(int x, int n) -> new CellOp.ShiftRight(to[x], n);
      case CellOp.RoundShift(int x, int n, Rounding mode) -> new CellOp.RoundShift(to[x], n, mode);
      case CellOp.Multiply(int a, int b) -> new CellOp.Multiply(to[a], to[b]);
      case CellOp.Clamp(int x, long lo, long hi) -> new CellOp.Clamp(to[x], lo, hi);
      case CellOp.Wrap(int x, IntType type) -> new CellOp.Wrap(to[x], type);
      case CellOp.AtLeast(int x, long bound) -> new CellOp.AtLeast(to[x], bound);
      case CellOp.AtMost(int x, long bound) -> new CellOp.AtMost(to[x], bound);
      case CellOp.Greater(int a, int b) -> new CellOp.Greater(to[a], to[b]);
      case CellOp.Select(int c, int a, int b) -> new CellOp.Select(to[c], to[a], to[b]);
      case CellOp.Table(int x, long base, List<Long> values) ->
          new CellOp.Table(to[x], base, values);
      case CellOp.Register(int x) -> new CellOp.Register(to[x]);
    };
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /// The cell if its bounds, in any order, fit 63 bits.
  private Optional<Integer> bounded(CellOp op, Stream<BigInteger> bounds) {
    List<BigInteger> sorted = bounds.sorted().toList();
    BigInteger lo = sorted.getFirst();
    BigInteger hi = sorted.getLast();
    return lo.compareTo(MIN) < 0 || hi.compareTo(MAX) > 0
        ? Optional.empty()
        : Optional.of(cell(op, lo.longValueExact(), hi.longValueExact()));
  }

  private Optional<Integer> monotone(CellOp op, int x) {
    BigInteger lo = CellReference.apply(op, big(at(x).lo()));
    BigInteger hi = CellReference.apply(op, big(at(x).hi()));
    return bounded(op, Stream.of(lo, hi));
  }

  private Optional<Integer> candidate(int a, int b) {
    Cell x = at(a);
    Cell y = at(b);
    return switch (random.nextInt(15)) {
      case 0, 1 -> sum(a, b, true);
      case 2, 3 -> sum(a, b, false);
      case 4 -> monotone(new CellOp.Negate(a), a);
      case 5 -> monotone(new CellOp.ShiftLeft(a, random.nextInt(9)), a);
      case 6 -> monotone(new CellOp.ShiftRight(a, random.nextInt(12)), a);
      case 7 -> monotone(new CellOp.RoundShift(a, 1 + random.nextInt(9), mode()), a);
      case 8 ->
          bounded(
              new CellOp.Multiply(a, b),
              Stream.of(x.lo(), x.hi())
                  .flatMap(i -> Stream.of(y.lo(), y.hi()).map(j -> big(i).multiply(big(j)))));
      case 9 -> {
        long[] bounds = LongStream.of(near(x), near(x)).sorted().toArray();
        yield monotone(new CellOp.Clamp(a, bounds[0], bounds[1]), a);
      }
      case 10 -> wrap(a);
      case 11 -> monotone(new CellOp.AtLeast(a, near(x)), a);
      case 12 -> monotone(new CellOp.AtMost(a, near(x)), a);
      case 13 -> select(a, b);
      default -> table(a);
    };
  }

  private Rounding mode() {
    List<Rounding> modes =
        Stream.of(Rounding.values())
            .filter(mode -> mode != Rounding.FLOOR && mode != Rounding.HALF_UP)
            .toList();
    return modes.get(random.nextInt(modes.size()));
  }

  /// A number in the interval or just outside of it.
  private long near(Cell x) {
    return switch (random.nextInt(4)) {
      case 0 -> x.lo() + random.nextInt(3) - 1;
      case 1 -> x.hi() + random.nextInt(3) - 1;
      default -> x.lo() == x.hi() ? x.lo() : random.nextLong(x.lo(), x.hi());
    };
  }

  private Optional<Integer> sum(int a, int b, boolean add) {
    int i = random.nextInt(6) * random.nextInt(2);
    int j = random.nextInt(6) * random.nextInt(2);
    CellOp op = add ? new CellOp.Add(a, i, b, j) : new CellOp.Subtract(a, i, b, j);
    return bounded(
        op,
        Stream.of(at(a).lo(), at(a).hi())
            .flatMap(
                x ->
                    Stream.of(at(b).lo(), at(b).hi())
                        .map(
                            y ->
                                add
                                    ? big(x).shiftLeft(i).add(big(y).shiftLeft(j))
                                    : big(x).shiftLeft(i).subtract(big(y).shiftLeft(j)))));
  }

  private Optional<Integer> wrap(int a) {
    boolean signed = random.nextBoolean();
    IntType to = new IntType(signed, 1 + random.nextInt(16));
    Cell x = at(a);
    boolean inside = to.contains(x.lo()) && to.contains(x.hi());
    return Optional.of(
        cell(new CellOp.Wrap(a, to), inside ? x.lo() : to.min(), inside ? x.hi() : to.max()));
  }

  private Optional<Integer> select(int a, int b) {
    Cell x = at(a);
    Cell y = at(b);
    int greater = cell(new CellOp.Greater(a, b), x.lo() > y.hi() ? 1 : 0, x.hi() > y.lo() ? 1 : 0);
    int other = pick();
    long lo = Math.min(at(other).lo(), y.lo());
    long hi = Math.max(at(other).hi(), y.hi());
    boolean fits = lo >= MIN.longValueExact() && hi <= MAX.longValueExact();
    boolean decided = at(greater).lo() == at(greater).hi();
    if (!fits || decided) {
      live.add(greater);
      return Optional.empty();
    }
    return Optional.of(cell(new CellOp.Select(greater, other, b), lo, hi));
  }

  private Optional<Integer> table(int a) {
    Cell x = at(a);
    if (x.hi() - x.lo() < 0 || x.hi() - x.lo() > 70) {
      return Optional.empty();
    }
    int before = random.nextInt(3);
    int bits = 1 + random.nextInt(62);
    List<Long> values =
        random
            .longs(before + x.hi() - x.lo() + 1 + random.nextInt(3))
            .map(value -> value >> (64 - bits))
            .boxed()
            .toList();
    List<Long> reachable = values.subList(before, before + (int) (x.hi() - x.lo()) + 1);
    return bounded(
        new CellOp.Table(a, x.lo() - before, values), reachable.stream().map(BigInteger::valueOf));
  }
}
